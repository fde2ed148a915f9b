using CpqBilling.Core.Calendar;
using CpqBilling.Core.Contract;
using CpqBilling.Core.Money;
using CpqBilling.Core.Requests;
using CpqBilling.Core.StripeState;

namespace CpqBilling.Core.Pricing;

/// <summary>What a line costs for so many units: per billing period, for parts of one, and as a whole.</summary>
/// <param name="Tiers">The price whose tiers say what a quantity costs; null on lines with one price for every unit.</param>
public sealed record LineValue(LineTerm Term, PriceShape? Tiers, Currency Currency)
{
    /// <summary>A bill of one whole period, in minor units, rounded as Stripe rounds it.</summary>
    public decimal OfPeriod(decimal units) =>
        Tiers is null ? MinorUnits.LineAmount(Term.PeriodPrice, units) : TierAmount.Of(Tiers.TiersMode!.Value, Tiers.Tiers, (long)units);

    /// <summary>Some months of so many units, not rounded. Of tiers it is a share of what they come to in a period.</summary>
    public decimal Of(TermMonths months, decimal units) =>
        Tiers is null ? Term.PriceOf(months) * units : months.ShareOf(OfPeriod(units), TermMonths.Whole(Term.PeriodMonths));

    /// <summary>The whole line, as it can be charged.</summary>
    public decimal Total(decimal units) => Chargeable(Tiers is null ? Term.UnitPrice * units : Of(Term.Months, units));

    /// <summary>The line's term with the prices by which its charges follow: those of one unit, or of all units where tiers price them together.</summary>
    public LineTerm TermFor(decimal units) => Tiers is null ? Term : Term with { UnitPrice = Of(Term.Months, units), PeriodPrice = OfPeriod(units) };

    /// <summary>How often the amounts of <see cref="TermFor"/> are owed.</summary>
    public decimal Times(decimal units) => Tiers is null ? units : 1;

    public decimal Chargeable(decimal minor) => MinorUnits.ToChargeStep(minor, Currency);
}
