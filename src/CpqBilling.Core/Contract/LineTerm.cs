using CpqBilling.Core.Calendar;
using CpqBilling.Core.Money;
using NodaTime;

namespace CpqBilling.Core.Contract;

/// <summary>The days a line is for and what it costs per billing period.</summary>
/// <param name="EndExclusive">The day after the last.</param>
/// <param name="Months">Effective months m (docs/rules/charges.md 2).</param>
/// <param name="PeriodMonths">Billing period F.</param>
/// <param name="UnitPrice">Price of one unit for the whole line, in minor units; what CPQ sold.</param>
/// <param name="PeriodPrice">U: price of one unit for one billing period, in minor units to twelve decimals.</param>
public sealed record LineTerm(LocalDate Start, LocalDate EndExclusive, TermMonths Months, int PeriodMonths, decimal UnitPrice, decimal PeriodPrice)
{
    /// <summary>Evergreen: <see cref="UnitPrice"/> is that of <see cref="Months"/>, the product's term, over and over.</summary>
    public bool IsOpen => EndExclusive == OpenEnd.Date;

    /// <summary>The currency whose smallest charge all amounts are rounded to, where prices are kept in cents; null keeps every decimal.</summary>
    public Currency? RoundedIn { get; init; }

    /// <summary>The whole of it is charged in advance on its first day, however long it is; no period of it is billed.</summary>
    public bool IsWholeTerm { get; init; }

    /// <summary>Months by which it is charged; a line that is charged as a whole has no period inside its term.</summary>
    public int ChargedMonths => IsWholeTerm ? LongerThanAnyTerm : PeriodMonths;

    private const int LongerThanAnyTerm = 1200;

    /// <summary>
    /// What one unit costs for some of the line's months: U × months ÷ F, taken from the whole line's price, for U itself has lost what
    /// lies beyond twelve decimals. Where prices are kept in cents it is the rounded U that counts.
    /// </summary>
    public decimal PriceOf(TermMonths months) =>
        RoundedIn is null ? months.ShareOf(UnitPrice, Months) : Rounded(months.ShareOf(PeriodPrice, TermMonths.Whole(PeriodMonths)));

    /// <summary>A custom field says what a period costs; CPQ's own unit price says nothing then.</summary>
    public bool IsCustom { get; init; }

    /// <summary>What so many periods at the recurring price leave of the whole line's price.</summary>
    public decimal RestAfter(int periods) =>
        RoundedIn is null && IsDivided
            ? PriceOf(Months - TermMonths.Whole((long)periods * PeriodMonths))
            : Rounded(UnitPrice - (periods * PeriodPrice));

    /// <summary>Whether the period price is nothing but the unit price divided.</summary>
    private bool IsDivided => PeriodPrice == MinorUnits.ToStripePrecision(TermMonths.Whole(PeriodMonths).ShareOf(UnitPrice, Months));

    public decimal Rounded(decimal minor) => RoundedIn is null ? minor : MinorUnits.ToChargeStep(minor, RoundedIn);
}
