using CpqBilling.Core.Calendar;
using CpqBilling.Core.Money;
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

    /// <summary>What coupons would have taken off bills that were missed; negative.</summary>
    Discount,

    /// <summary>The difference that an edited order makes to what was billed before; already after discounts.</summary>
    Correction,
}

/// <summary>An amount charged once for a recurring line.</summary>
/// <param name="Unit">Minor units per unit, to twelve decimals.</param>
/// <param name="At">The boundary whose phase carries it.</param>
/// <param name="Since">Set on backdated changes: the service began before the phase, on this day.</param>
/// <param name="Until">Set with <paramref name="Since"/>: the next billing date.</param>
public sealed record OneTimeCharge(ChargeKind Kind, decimal Unit, long Quantity, Boundary At, LocalDate? Since, LocalDate? Until)
{
    /// <summary>Units that the amount is for, where it stands for several of them together; null where <see cref="Quantity"/> says it.</summary>
    public decimal? Units { get; init; }
}

/// <summary>What is to be charged once, before it is cut into a price and a quantity.</summary>
/// <param name="PerUnit">Its share by the law of charging, not rounded.</param>
/// <param name="Times">How often that is owed: the units, or once where tiers price them together.</param>
/// <param name="Units">Units it is for.</param>
internal sealed record PlannedCharge(ChargeKind Kind, decimal PerUnit, decimal Times, decimal Units, Boundary At, LocalDate? Since, LocalDate? Until)
{
    public decimal Share => PerUnit * Times;

    /// <summary>It does not make up for other amounts: the line is cut off, and what it would have been billed counts no more.</summary>
    public bool IsShareOnly { get; init; }

    /// <summary>Each unit at its price to twelve decimals; fractions of units and tiers as one amount.</summary>
    public OneTimeCharge PerUnits() =>
        Times == decimal.Truncate(Times) && Times == Units
            ? Charge(MinorUnits.ToStripePrecision(PerUnit), (long)Times)
            : Charge(MinorUnits.ToStripePrecision(Share), 1) with
            {
                Units = Units,
            };

    /// <summary>
    /// One amount: a price for each unit where it divides, else the whole of it. Stripe takes no price beyond eight digits, so a larger
    /// one is asked for ten or a hundred times.
    /// </summary>
    public OneTimeCharge Of(decimal amount)
    {
        if (Times == Units && Times == decimal.Truncate(Times) && MinorUnits.ToStripePrecision(amount / Times) * Times == amount)
        {
            return Charge(MinorUnits.ToStripePrecision(amount / Times), (long)Times);
        }

        long parts = 1;
        while (Math.Abs(amount) / parts > MinorUnits.Largest)
        {
            parts *= 10;
        }

        return Charge(MinorUnits.ToStripePrecision(amount / parts), parts) with
        {
            Units = Units == 1 ? null : Units,
        };
    }

    private OneTimeCharge Charge(decimal unit, long quantity) => new(Kind, unit, quantity, At, Since, Until);
}
