using System.Collections.Immutable;
using CpqBilling.Core.Errors;
using CpqBilling.Core.Planning;
using NodaTime;

namespace CpqBilling.Salesforce;

/// <summary>A field of a record and the text it gets; null clears it.</summary>
public sealed record ResolvedFieldWrite(string Type, string Id, string Field, string? Value);

/// <summary>A Sync Record with its links known.</summary>
/// <param name="RequestLink">The request in Stripe's dashboard.</param>
/// <param name="DocumentationLink">The page about the error.</param>
public sealed record ResolvedSyncRecord(
    RecordRef Primary,
    RecordRef Secondary,
    SyncStatus Status,
    string Message,
    string? RequestLink = null,
    string? DocumentationLink = null
);

/// <summary>A <see cref="WriteBack"/> whose references to steps have become ids and links.</summary>
public sealed record ResolvedWriteBack(ImmutableArray<ResolvedFieldWrite> Fields, ImmutableArray<ResolvedSyncRecord> SyncRecords)
{
    public static ResolvedWriteBack None { get; } = new([], []);

    /// <summary>Orders whose own change must not look like somebody's: id → <c>LastModifiedDate</c> as it was read.</summary>
    public ImmutableDictionary<string, Instant> ReadAs { get; init; } = ImmutableDictionary<string, Instant>.Empty;

    public bool IsEmpty => Fields.IsEmpty && SyncRecords.IsEmpty;
}

/// <summary>What could not be written. A record that no error points at was written.</summary>
public sealed record WriteOutcome(ImmutableArray<SyncError> Refused, int Calls)
{
    public bool IsComplete => Refused.IsEmpty;

    /// <summary>Of <see cref="ResolvedWriteBack.ReadAs"/>: order id → the time of change that our write gave it, where nobody else had changed it since it was read.</summary>
    public ImmutableDictionary<string, Instant> OwnStamps { get; init; } = ImmutableDictionary<string, Instant>.Empty;
}
