using System.Collections.Immutable;
using CpqBilling.Core.Calendar;
using CpqBilling.Core.Contract;
using CpqBilling.Core.Money;
using CpqBilling.Core.Pricing;
using CpqBilling.Core.Settings;
using NodaTime;

namespace CpqBilling.Core.Timeline;

/// <summary>Places a line's remainder, proration and credits on the timeline (decisions.md 3.4).</summary>
public sealed class ChargePlanner(ContractLife life, BillingSettings settings, BillingDay day)
{
    /// <returns>The charges, and the day from which the recurring price is zero.</returns>
    public (ImmutableArray<OneTimeCharge> Charges, LocalDate? ZeroFrom) Plan(LineLife line, LineCharges charged, Boundary end)
    {
        var charges = new List<OneTimeCharge>();
        var (remainder, remainderFrom, hasProration) = EndOf(line, charged, end);
        if (hasProration && charged.Proration != 0)
        {
            charges.Add(Proration(line, charged.Proration));
        }

        if (remainder is { } amount && remainderFrom is { } from)
        {
            var at = Later(new Boundary(day.StartOf(from)), line.From);
            var quantity = at == line.From ? line.QuantityAtStart : line.QuantityAt(at);
            if (quantity > 0 && amount != 0)
            {
                charges.Add(new OneTimeCharge(ChargeKind.Remainder, MinorUnits.ToStripePrecision(amount), quantity, at, null, null));
            }
        }

        charges.AddRange(Credits(line, charged.RemainderFrom));
        charges.AddRange(TerminationCredits(line, charged.RemainderFrom));
        return ([.. charges], remainderFrom);
    }

    /// <summary>
    /// A full termination cuts the line short: in a period that began after the termination was first applied it leaves a
    /// remainder; in one begun by then nothing more is charged, and the line keeps the price it had, be it that of a period or the
    /// zero of a part period that was charged when it began.
    /// </summary>
    private (decimal? Remainder, LocalDate? From, bool HasProration) EndOf(LineLife line, LineCharges charged, Boundary end)
    {
        if (life.Termination is not { IsImmediate: false } termination || day.StartOf(line.Term.EndExclusive) <= end.At)
        {
            return (charged.Remainder, charged.RemainderFrom, true);
        }

        var calendar = life.DatesOf(line);
        if (LineCharges.PartPeriodStart(line.Term.Start, termination.Date, calendar) is not { } partStart)
        {
            return (null, null, true);
        }

        if (day.StartOf(partStart) <= termination.AppliedAt)
        {
            var wasPart = charged.RemainderFrom is { } from && day.StartOf(from) <= termination.AppliedAt;
            return wasPart ? (charged.Remainder, charged.RemainderFrom, true) : (null, null, true);
        }

        var share = PriceBetween(line.Term, partStart, termination.Date, calendar);
        return (share, partStart, partStart != line.Term.Start || calendar.IsBillingDate(partStart));
    }

    private OneTimeCharge Proration(LineLife line, decimal amount)
    {
        var isBackdated = line.Term.Start < day.DateOf(line.From.At);
        return new OneTimeCharge(
            ChargeKind.Proration,
            MinorUnits.ToStripePrecision(amount),
            line.QuantityAtStart,
            line.From,
            isBackdated ? line.Term.Start : null,
            isBackdated ? BilledUntil(line, line.From) : null
        );
    }

    /// <summary>The next billing date, unless the line has ended by then.</summary>
    private LocalDate BilledUntil(LineLife line, Boundary at) =>
        LocalDate.Min(line.Term.EndExclusive, life.DatesOf(line).NextAfter(day.DateOf(at.At)));

    /// <summary>Unused, already billed time of removed units: the same share as a debit, counted from the amendment's start (C-3, C-8).</summary>
    private IEnumerable<OneTimeCharge> Credits(LineLife line, LocalDate? remainderFrom)
    {
        if (settings.CreditUnusedTime == CreditMode.None)
        {
            yield break;
        }

        long gone = 0;
        foreach (var removal in line.Removed)
        {
            gone += removal.Units;
            if (!IsCredited(line, removal, isWhole: gone == line.Quantity) || line.NeverUsed(removal) || removal.Order == line.Order)
            {
                continue;
            }

            if (Credit(line, removal, remainderFrom) is { } credit)
            {
                yield return credit;
            }
        }
    }

    /// <summary>
    /// With "everything", a full termination gives back what was billed for the time after it: at once when it cancels the schedule,
    /// else on its date, unless the period in which that lies is charged as a part.
    /// </summary>
    private IEnumerable<OneTimeCharge> TerminationCredits(LineLife line, LocalDate? remainderFrom)
    {
        if (settings.CreditUnusedTime != CreditMode.Everything || life.Termination is not { } termination || termination.AppliedAt < line.From.At)
        {
            yield break;
        }

        if (!termination.IsImmediate && !HasBegunBefore(termination, line))
        {
            yield break;
        }

        foreach (var (_, removal) in termination.Removed.Where(taken => taken.Line == line))
        {
            var taken = termination.IsImmediate ? removal with { At = termination.From } : removal;
            if (Credit(line, taken, remainderFrom) is { } credit)
            {
                yield return credit;
            }
        }
    }

    private bool HasBegunBefore(Termination termination, LineLife line) =>
        LineCharges.PartPeriodStart(line.Term.Start, termination.Date, life.DatesOf(line)) is { } partStart
        && day.StartOf(partStart) <= termination.AppliedAt;

    private OneTimeCharge? Credit(LineLife line, UnitsRemoved removal, LocalDate? remainderFrom)
    {
        var billed = line.Term.IsOpen ? BilledPeriods(line, removal) : line.Term.PriceOf(BilledShare(line, removal, remainderFrom));
        if (billed <= 0)
        {
            return null;
        }

        var isBackdated = removal.Since < day.DateOf(removal.At.At);
        return new OneTimeCharge(
            ChargeKind.Credit,
            -MinorUnits.ToStripePrecision(billed),
            removal.Units,
            removal.At,
            isBackdated ? removal.Since : null,
            isBackdated ? BilledUntil(line, removal.At) : null
        );
    }

    /// <summary>An evergreen line that is canceled stays billed to the end of its period; one that is replaced is reduced.</summary>
    private bool IsCredited(LineLife line, UnitsRemoved removal, bool isWhole)
    {
        if (life.Termination?.Order == removal.Order || settings.CreditUnusedTime == CreditMode.Everything)
        {
            return life.Termination?.Order != removal.Order;
        }

        var isCanceled =
            line.Term.IsOpen && isWhole && removal.Order.Lines.All(other => other.IsSkipped || other.Quantity <= 0 || !other.IsRecurring);
        return !isCanceled && (settings.CreditUnusedTime == CreditMode.AllReductions || isWhole);
    }

    /// <summary>What has been billed of a line without an end for the time from the reduction on.</summary>
    private decimal BilledPeriods(LineLife line, UnitsRemoved removal)
    {
        var calendar = life.DatesOf(line);
        var since = LocalDate.Max(removal.Since, BilledFrom(line, calendar));
        var next = calendar.Nth(LineCharges.FirstPeriodFrom(since, removal.At, day, calendar));
        return OpenPeriods.PriceBetween(line.Term, since, next, calendar);
    }

    /// <summary>Months from the reduction on that have been billed: all of them, less whole periods and a remainder still to come.</summary>
    private TermMonths BilledShare(LineLife line, UnitsRemoved removal, LocalDate? remainderFrom)
    {
        var calendar = life.DatesOf(line);
        var since = LocalDate.Max(removal.Since, BilledFrom(line, calendar));
        var periods = LineCharges.WholePeriodsFrom(since, line.Term.EndExclusive, removal.At, day, calendar);
        var months = MonthsBetween(since, line.Term.EndExclusive, calendar) - TermMonths.Whole((long)periods * line.Term.ChargedMonths);
        var isRemainderToCome =
            remainderFrom is { } from && (removal.At.IsNow ? day.StartOf(from) > removal.At.At : day.StartOf(from) >= removal.At.At);
        return isRemainderToCome ? months - MonthsBetween(remainderFrom!.Value, line.Term.EndExclusive, calendar) : months;
    }

    /// <summary>A past that is not billed was never paid: such a line begins to be billed on the first billing date after its order was activated.</summary>
    private LocalDate BilledFrom(LineLife line, BillingCalendar calendar)
    {
        var initial = life.Contract.Initial;
        var skipsPast = initial.SkipPastInvoices || settings.BackdatedFirstInvoice == FirstInvoice.Skip;
        if (!skipsPast || !line.IsInitial || initial.ActivatedAt is not { } activatedAt || day.DateOf(activatedAt) <= life.Start)
        {
            return line.Term.Start;
        }

        return LocalDate.Max(line.Term.Start, calendar.NextAfter(day.DateOf(activatedAt)));
    }

    private decimal PriceBetween(LineTerm term, LocalDate start, LocalDate end, BillingCalendar calendar) =>
        term.IsOpen
            ? OpenPeriods.PriceBetween(term, start, end, calendar)
            : term.PriceOf(TermLength.Between(start, end, settings.ProrationPrecision, calendar.Anchor.Day));

    private TermMonths MonthsBetween(LocalDate start, LocalDate end, BillingCalendar calendar) =>
        calendar.IsBillingDate(start) && calendar.IsBillingDate(end)
            ? TermMonths.Whole((long)(calendar.IndexAtOrBefore(end) - calendar.IndexAtOrBefore(start)) * calendar.PeriodMonths)
            : TermLength.Between(start, end, settings.ProrationPrecision, life.Calendar.Anchor.Day);

    private static Boundary Later(Boundary first, Boundary second) => first >= second ? first : second;
}
