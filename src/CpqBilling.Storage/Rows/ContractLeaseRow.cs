using NodaTime;

namespace CpqBilling.Storage.Rows;

/// <summary>Whose turn a contract is. Never deleted.</summary>
public sealed class ContractLeaseRow
{
    public required string OrgId { get; init; }

    /// <summary>The quote of the first order, or what stands for it.</summary>
    public required string Family { get; init; }

    /// <summary>Grows with every taking; its upper part is the epoch.</summary>
    public required long Number { get; init; }

    /// <summary>Machine and process, for people; null when given back.</summary>
    public string? Owner { get; init; }

    /// <summary>By the database's clock; past when nobody has it.</summary>
    public required Instant UntilAt { get; init; }
}
