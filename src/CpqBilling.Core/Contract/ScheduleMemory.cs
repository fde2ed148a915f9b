using System.Collections.Immutable;
using NodaTime;

namespace CpqBilling.Core.Contract;

/// <summary>What a contract's schedule tells of when its orders took effect.</summary>
/// <param name="BeganWith">By order, the instant at which the phase begins that it made.</param>
/// <param name="CurrentPhaseStart">Null when no phase runs.</param>
public sealed record ScheduleMemory(ImmutableDictionary<string, Instant> BeganWith, Instant? CurrentPhaseStart);
