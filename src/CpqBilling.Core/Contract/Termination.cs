using System.Collections.Immutable;
using CpqBilling.Core.Calendar;
using CpqBilling.Core.Cpq;
using NodaTime;

namespace CpqBilling.Core.Contract;

/// <summary>The order that takes the last unit of everything.</summary>
/// <param name="Date">First day without the contract.</param>
/// <param name="AppliedAt">When it was first applied: what was billed by then stays billed.</param>
/// <param name="IsImmediate">The schedule is canceled now: the date is not in the future, or not after the contract's start.</param>
public sealed record Termination(Order Order, LocalDate Date, Instant AppliedAt, bool IsImmediate)
{
    /// <summary>When it takes effect in Stripe.</summary>
    public required Boundary From { get; init; }

    /// <summary>What it takes from the lines, also where the schedule is canceled as it stands.</summary>
    public required ImmutableArray<(string LineId, UnitsRemoved Removal)> Removed { get; init; }
}
