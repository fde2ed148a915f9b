using CpqBilling.Core.Errors;
using NodaTime;

namespace CpqBilling.Storage.Jobs;

/// <summary>A record that a parked family waits for.</summary>
/// <param name="ReadAt">When the run read it.</param>
/// <param name="ModifiedAt">Salesforce's time of its last change, when it was last asked; null before.</param>
public sealed record AwaitedRecord(string Family, RecordRef Record, Instant ReadAt, Instant? ModifiedAt);
