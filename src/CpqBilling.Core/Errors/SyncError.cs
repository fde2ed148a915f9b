namespace CpqBilling.Core.Errors;

/// <summary>A Salesforce record named by type and id: what an error points at.</summary>
public readonly record struct RecordRef(string Type, string Id);

/// <summary>What a person has to do; a closed list.</summary>
public enum Remedy
{
    FixRecord,
    FixMapping,
    FixSettings,
    Reconnect,
    Wait,
    ContactSupport,
}

/// <summary>Whether the same sync can succeed when nothing is changed.</summary>
public enum Retry
{
    /// <summary>Only after a record of the contract, a mapping or a setting has changed.</summary>
    AfterChange,

    /// <summary>By itself, after a while: limits, locks, networks.</summary>
    WithBackoff,

    /// <summary>Not without a person looking at both systems.</summary>
    Never,
}

/// <summary>One row of the closed error list. Codes are never renumbered or reused.</summary>
/// <param name="Code">SYNC-nnnn; the first digit is the range.</param>
/// <param name="Name">Stable name for machines.</param>
/// <param name="Meaning">What it means, for docs/errors.md.</param>
/// <param name="Fix">What to change, shown with every error.</param>
public sealed record ErrorDefinition(string Code, string Name, Remedy Remedy, Retry Retry, string Meaning, string Fix)
{
    /// <summary>Nothing yields it any more; it stays listed, so that old Sync Records can be read and its code is not given away.</summary>
    public bool IsRetired { get; private init; }

    public static ErrorDefinition FixRecord(string code, string name, string meaning, string fix) =>
        new(code, name, Remedy.FixRecord, Retry.AfterChange, meaning, fix);

    public static ErrorDefinition FixMapping(string code, string name, string meaning, string fix) =>
        new(code, name, Remedy.FixMapping, Retry.AfterChange, meaning, fix);

    public static ErrorDefinition FixSettings(string code, string name, string meaning, string fix) =>
        new(code, name, Remedy.FixSettings, Retry.AfterChange, meaning, fix);

    public static ErrorDefinition Retired(string code, string name, string meaning) =>
        FixRecord(code, name, meaning, "Nothing: sync the order again.") with
        {
            IsRetired = true,
        };
}

/// <summary>An expected failure of a sync: a value, shown to people and written to Salesforce.</summary>
/// <param name="Field">Salesforce or Stripe path that must change, in the notation of the mapper; null when the record as a whole is meant.</param>
/// <param name="UpstreamCode">The raw code of Stripe or Salesforce, if one of them refused.</param>
/// <param name="RequestId">Stripe's request id, for its dashboard.</param>
/// <param name="Detail">For us, of a defect: kept in the journal, never written to Salesforce.</param>
public sealed record SyncError(
    ErrorDefinition Definition,
    RecordRef Record,
    string? Field,
    string Message,
    string? UpstreamCode = null,
    string? RequestId = null,
    string? Detail = null
)
{
    public string Code => Definition.Code;

    public string Name => Definition.Name;

    public string Fix => Definition.Fix;
}
