using CpqBilling.Core.Calendar;
using CpqBilling.Core.Money;
using CpqBilling.Core.Pricing;
using CpqBilling.Core.Timeline;
using NodaTime;

namespace CpqBilling.Core.Forecast;

/// <summary>What the phases of a timeline come to: periods that are billed, and one-time items.</summary>
internal sealed class DueAmounts(BillingTimeline timeline, ScheduleBilling billing, BillingDay day)
{
    private readonly ContractCalendar _calendar = billing.TrialEnd is { } end
        ? timeline.Life.Calendar with
        {
            Start = day.DateOf(end),
            Anchor = day.DateOf(end),
        }
        : timeline.Life.Calendar;

    private readonly Instant _billsFrom = billing.TrialEnd ?? day.StartOf(timeline.Life.Calendar.Anchor);

    private readonly Instant _contractEnd = day.StartOf(timeline.Life.End);

    private readonly Instant _toldUntil = billing.ToldUntil is { } until ? day.StartOf(until) : Instant.MaxValue;

    public List<DueAmount> All() =>
        [.. Recurring().Concat(timeline.Phases.SelectMany(Charges)).Where(due => !IsCanceledBy(due.At) && due.At < _toldUntil)];

    /// <summary>A termination that cancels the schedule at once: what had been billed by then stays billed.</summary>
    private bool IsCanceledBy(Instant at) => timeline.Termination is { IsImmediate: true } termination && at > termination.AppliedAt;

    private IEnumerable<DueAmount> Recurring()
    {
        var periods = timeline.Phases.SelectMany(Periods).ToList();
        var past = periods.Where(period => period.At < billing.CreatedAt).ToList();
        var merged =
            billing.Past != PastBilling.Billed ? []
            : billing.IsFlexible ? past.Select(period => Due([period], billing.CreatedAt))
            : past.GroupBy(period => (period.Item.Line.Life.Line.Id, period.Item.Price.Key, string.Join(' ', period.Item.Coupons.Select(c => c.Key))))
                .Select(group => Due([.. group], billing.CreatedAt));
        return merged.Concat(periods.Where(period => period.At >= billing.CreatedAt).Select(period => Due([period], period.At)));
    }

    private static DueAmount Due(IReadOnlyList<BilledPeriod> periods, Instant at)
    {
        var item = periods[0].Item;
        return new DueAmount(
            at,
            IsOnCycle: true,
            item.Line.Life.Line,
            null,
            item.Quantity!.Value,
            periods.Count,
            periods.Sum(period => period.Amount),
            item.Coupons,
            IsRecurring: true
        );
    }

    private IEnumerable<BilledPeriod> Periods(TimelinePhase phase)
    {
        foreach (var item in phase.Items.Where(item => item.Quantity is not null && !item.Line.Life.Line.IsMetered))
        {
            var calendar = CalendarOf(item);
            foreach (var date in BillingDates(phase, calendar))
            {
                if (AmountOf(item, phase, date, day.StartOf(calendar.NextAfter(date))) is var amount && amount != 0)
                {
                    yield return new BilledPeriod(day.StartOf(date), item, amount);
                }
            }
        }
    }

    private BillingCalendar CalendarOf(TimelineItem item) => _calendar.Of(item.Line.Life.Term.PeriodMonths);

    /// <summary>Billing dates on which the phase is the one that is billed; one that begins when Stripe does not bill misses that date.</summary>
    private IEnumerable<LocalDate> BillingDates(TimelinePhase phase, BillingCalendar calendar)
    {
        var from = Instant.Max(phase.Start.At, _billsFrom);
        for (var index = calendar.IndexAtOrAfter(day.DateOf(from)); ; index++)
        {
            var at = day.StartOf(calendar.Nth(index));
            if (at >= phase.End.At || at >= _toldUntil)
            {
                yield break;
            }

            if (at >= from && (at > phase.Start.At || IsOnCycle(phase)))
            {
                yield return calendar.Nth(index);
            }
        }
    }

    /// <summary>A period that the end of the schedule cuts short costs its share, unless flexible billing begins with it.</summary>
    private decimal AmountOf(TimelineItem item, TimelinePhase phase, LocalDate date, Instant periodEnd)
    {
        var full = item.PeriodAmount;
        var at = day.StartOf(date);
        var end = KnownEnd(phase, Instant.Max(at, billing.CreatedAt));
        var isKeptWhole = billing.IsFlexible && at == timeline.Phases[0].Start.At && billing.CreatedAt <= at;
        return end < periodEnd && !isKeptWhole ? MinorUnits.Share(full, Seconds(end.Value - at), Seconds(periodEnd - at)) : full;
    }

    /// <summary>When the schedule ended by what was known as the bill was made; null where Stripe did not look so far ahead.</summary>
    private Instant? KnownEnd(TimelinePhase phase, Instant billedAt)
    {
        // Later phases that begin inside a day came late: they were not known when this one was billed.
        var isLast = timeline.Phases.SkipWhile(other => other != phase).Skip(1).All(later => later.Start.IsNow || day.AsDate(later.Start.At) is null);
        return !billing.CancelsAtEnd || !isLast ? null
            : timeline.Termination is { } termination && billedAt < termination.AppliedAt ? _contractEnd
            : timeline.Phases[^1].End.At;
    }

    private IEnumerable<DueAmount> Charges(TimelinePhase phase)
    {
        var isPast = phase.Start.At < billing.CreatedAt && !phase.Start.IsNow;
        if (isPast && billing.Past == PastBilling.BilledElsewhere)
        {
            return [];
        }

        return phase.Charges.Select(charge =>
            DueAmount.Of(charge, isPast ? billing.CreatedAt : phase.Start.At, isOnCycle: isPast || IsOnCycle(phase))
        );
    }

    /// <summary>Whether Stripe bills at the moment the phase begins: the first, and where a period of the phase before ends.</summary>
    private bool IsOnCycle(TimelinePhase phase)
    {
        var index = timeline.Phases.IndexOf(phase);
        return index == 0
            || (
                !phase.Start.IsNow
                && phase.Start.At >= _billsFrom
                && day.AsDate(phase.Start.At) is { } date
                && timeline.Phases[index - 1].Items.Any(item => CalendarOf(item).IsBillingDate(date))
            );
    }

    private static long Seconds(Duration duration) => (long)duration.TotalSeconds;

    private sealed record BilledPeriod(Instant At, TimelineItem Item, decimal Amount);
}
