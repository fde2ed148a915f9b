using CpqBilling.Core.Calendar;
using CpqBilling.Core.Contract;
using NodaTime;

namespace CpqBilling.Core.Pricing;

/// <summary>How a licensed line is charged over its life (docs/rules/charges.md 3).</summary>
/// <param name="WholePeriods">n: billing periods charged by the recurring price.</param>
/// <param name="Remainder">Per unit, for the part period at the end; null when the line ends on a billing date.</param>
/// <param name="RemainderFrom">First day of the part period, or of the line if later; from then on the recurring price is zero.</param>
/// <param name="Proration">Per unit, in the line's first phase; zero when nothing is left.</param>
public sealed record LineCharges(int WholePeriods, decimal? Remainder, LocalDate? RemainderFrom, decimal Proration)
{
    /// <summary>First billing date, where the line begins before it: until then its recurring price is zero.</summary>
    public LocalDate? PricedFrom { get; init; }

    /// <summary>The number of periods of a line without an end.</summary>
    public const int Endless = int.MaxValue;

    /// <summary>Amounts below this are what twelve decimals leave over, not money.</summary>
    private const decimal Negligible = 0.000001m;

    /// <param name="chargesFullPeriod">A short initial term that is not prorated costs one full period.</param>
    public static LineCharges Of(LineTerm term, BilledDates dates, ProrationPrecision precision, bool chargesFullPeriod)
    {
        if (term.IsOpen)
        {
            return OpenPeriods.Charges(term, dates);
        }

        var (calendar, from, day) = dates;
        var periods = dates.WholePeriods(term.Start, term.EndExclusive);
        var rest = term.RestAfter(periods);
        if (dates.BeginBeforeTheFirst(term.Start))
        {
            return BeforeFirstBillingDate(term, calendar, precision, periods, rest);
        }

        // What takes effect "now" at the very second of a billing date comes after its bill.
        var startsOnBillingDate = !from.IsNow && from.At == day.StartOf(term.Start) && calendar.IsBillingDate(term.Start);
        if (PartPeriodStart(term.Start, term.EndExclusive, calendar) is not { } partStart)
        {
            return new LineCharges(periods, null, null, startsOnBillingDate ? 0 : Clean(rest));
        }

        if (term.IsWholeTerm)
        {
            return new LineCharges(0, rest, term.Start, 0);
        }

        if (chargesFullPeriod && periods == 0)
        {
            return new LineCharges(0, term.PeriodPrice, partStart, 0);
        }

        var remainder = startsOnBillingDate ? rest : term.PriceOf(TermLength.Between(partStart, term.EndExclusive, precision, calendar.Anchor.Day));
        var proration = Clean(rest - remainder);
        return new LineCharges(periods, proration == 0 ? rest : remainder, partStart, proration);
    }

    /// <summary>
    /// Contracts that are billed on a day of their own: what lies before the first billing date is charged at once, and with it
    /// everything where no whole period follows.
    /// </summary>
    private static LineCharges BeforeFirstBillingDate(
        LineTerm term,
        BillingCalendar calendar,
        ProrationPrecision precision,
        int periods,
        decimal rest
    )
    {
        if (periods == 0)
        {
            return new LineCharges(0, rest, term.Start, 0);
        }

        var partStart = PartPeriodStart(term.Start, term.EndExclusive, calendar);
        var first = partStart is null ? rest : term.PriceOf(TermLength.Between(term.Start, calendar.Anchor, precision));
        return new LineCharges(periods, partStart is null ? null : Clean(rest - first), partStart, first) { PricedFrom = calendar.Anchor };
    }

    /// <summary>First day of the period that an end cuts short, or of the line if later; null when it ends on a billing date.</summary>
    public static LocalDate? PartPeriodStart(LocalDate start, LocalDate endExclusive, BillingCalendar calendar) =>
        endExclusive == OpenEnd.Date || calendar.IsBillingDate(endExclusive) ? null : LocalDate.Max(calendar.PeriodStart(endExclusive), start);

    private static decimal Clean(decimal amount) => Math.Abs(amount) < Negligible ? 0 : amount;
}
