using CpqBilling.Core.Calendar;
using NodaTime;

namespace CpqBilling.Core.Pricing;

public enum ChargeKind
{
    /// <summary>The end of a line that lies inside a billing period.</summary>
    Remainder,

    /// <summary>What the recurring price and the remainder leave: the rest of a running period, missed cycles.</summary>
    Proration,

    /// <summary>Unused time of removed units; negative.</summary>
    Credit,
}

/// <summary>An amount charged once for a recurring line.</summary>
/// <param name="Unit">Minor units per unit, to twelve decimals.</param>
/// <param name="At">The boundary whose phase carries it.</param>
/// <param name="Since">Set on backdated changes: the service began before the phase, on this day.</param>
/// <param name="Until">Set with <paramref name="Since"/>: the next billing date.</param>
public sealed record OneTimeCharge(ChargeKind Kind, decimal Unit, long Quantity, Boundary At, LocalDate? Since, LocalDate? Until);
