using CpqBilling.Core.Calendar;
using CpqBilling.Core.Money;

namespace CpqBilling.Core.Pricing;

/// <summary>What CPQ sold one unit of a line for; amounts in minor units.</summary>
/// <param name="UnitPrice">For the whole line, as CPQ rounded it.</param>
/// <param name="Months">Effective months of the line.</param>
/// <param name="Decimals">Decimals of the major unit to which CPQ rounds unit prices.</param>
public sealed record SoldPrice(decimal UnitPrice, TermMonths Months, int PeriodMonths, Currency Currency, int Decimals)
{
    /// <summary>Prices for the period that somebody wrote down, the best first.</summary>
    public IReadOnlyList<decimal> Known { get; init; } = [];

    /// <summary>Units whose bill must be that of the divided price, because nothing else makes up for a difference; null where something does.</summary>
    public decimal? BilledUnits { get; init; }

    /// <summary>Only known prices are taken: what is not known is how many units are billed.</summary>
    public bool IsKnownOnly { get; init; }

    public decimal Divided => MinorUnits.ToStripePrecision(TermMonths.Whole(PeriodMonths).ShareOf(UnitPrice, Months));

    /// <summary>Whether CPQ, starting from this price, comes to the unit price it shows.</summary>
    public bool CanBe(decimal price) =>
        MinorUnits.ToStripePrecision(price) == price
        && Rounded(Months.ShareOf(price, TermMonths.Whole(PeriodMonths))) == UnitPrice
        && (BilledUnits is not { } units || MinorUnits.LineAmount(price, units) == MinorUnits.LineAmount(Divided, units));

    private decimal Rounded(decimal minor) =>
        Math.Round(minor / Currency.MinorPerMajor, Decimals, MidpointRounding.AwayFromZero) * Currency.MinorPerMajor;
}
