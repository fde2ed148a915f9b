using System.Collections.Immutable;
using CpqBilling.Core.Money;

namespace CpqBilling.Core.Forecast;

/// <summary>CPQ's order totals against what is billed, in minor units, and a name for every difference (docs/rules/charges.md 10).</summary>
/// <param name="Ordered">Sum of the lines with a fixed price as CPQ sold them, less what later orders take off.</param>
/// <param name="Billed">What their recurring and one-time charges come to, before discounts.</param>
/// <param name="Uncredited">Time that was removed but stays billed, by the settings.</param>
public sealed record Reconciliation(decimal Ordered, decimal Billed, decimal Uncredited)
{
    /// <summary>What tiers come to beyond CPQ's unit prices.</summary>
    public decimal OfTiers { get; init; }

    /// <summary>Credits give back what was paid: less than CPQ takes off where coupons had lowered the bills.</summary>
    public decimal CreditsNet { get; init; }

    /// <summary>Amendments take units off at another price than that of the lines which lose them, the newest first.</summary>
    public decimal AtOtherPrice { get; init; }

    /// <summary>A past, a trial or a short term that is billed otherwise, elsewhere or not at all.</summary>
    public decimal Otherwise { get; init; }

    /// <summary>What is left: fractions of cents.</summary>
    public decimal Rounding => Billed - Ordered - Uncredited - OfTiers - CreditsNet - AtOtherPrice - Otherwise;

    /// <summary>The same line by line; empty for an order that is one invoice.</summary>
    public ImmutableArray<LineReconciliation> Lines { get; init; } = [];

    public static Reconciliation Of(ImmutableArray<LineReconciliation> lines) =>
        new(
            MinorUnits.Trim(lines.Sum(line => line.Ordered)),
            MinorUnits.Trim(lines.Sum(line => line.Billed)),
            MinorUnits.Trim(lines.Sum(line => line.Uncredited))
        )
        {
            OfTiers = MinorUnits.Trim(lines.Sum(line => line.OfTiers)),
            CreditsNet = MinorUnits.Trim(lines.Sum(line => line.CreditsNet)),
            AtOtherPrice = MinorUnits.Trim(lines.Sum(line => line.AtOtherPrice)),
            Otherwise = MinorUnits.Trim(lines.Sum(line => line.Otherwise)),
            Lines = lines,
        };
}
