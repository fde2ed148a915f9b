using System.Collections.Immutable;
using CpqBilling.Core.Calendar;
using CpqBilling.Core.Contract;
using CpqBilling.Core.Pricing;
using CpqBilling.Core.Timeline;
using NodaTime;

namespace CpqBilling.Core.Forecast;

/// <summary>What lines are billed and what discounts take off, bill by bill, as if everything had been synced in time.</summary>
internal sealed class LineBills(BillingTimeline timeline, ScheduleBilling billing, BillingDay day)
{
    private readonly ImmutableArray<Bill> _bills =
    [
        .. new Forecaster(timeline, billing with { CreatedAt = timeline.Phases[0].Start.At, Past = PastBilling.Billed }, day).Bills(),
    ];

    private readonly ImmutableArray<Bill> _beside =
    [
        .. timeline.MadeInvoices.Select(invoice => new Bill(invoice.At.At, IsOnCycle: false, Forecaster.Beside(invoice, day))),
    ];

    public IEnumerable<Bill> Before(Instant moment) => _bills.Where(bill => bill.At < moment);

    /// <summary>
    /// The part of a line's price that was really paid for the days from <paramref name="since"/> on, by bills made before a
    /// moment; 1 where no discount touched them, 0 where nothing was paid.
    /// </summary>
    public decimal PaidPart(PricedLine line, LocalDate since, Instant before)
    {
        decimal gross = 0;
        decimal paid = 0;
        foreach (var bill in Before(before))
        {
            foreach (var entry in bill.Invoice.Lines.Where(entry => entry.Line.Id == line.Life.Line.Id && entry.Kind != ChargeKind.Credit))
            {
                var share = ShareFrom(since, Period(line, bill.At, entry.Kind));
                gross += entry.Kind == ChargeKind.Discount ? 0 : entry.Amount * share;
                paid += (entry.Amount - entry.Discount) * share;
            }
        }

        return gross > 0 ? Math.Max(0, paid) / gross : 1;
    }

    /// <summary>The same of a line that was charged once.</summary>
    public decimal PaidPart(string oneTimeLineId, Instant before)
    {
        var entries = _bills
            .Concat(_beside)
            .Where(bill => bill.At < before)
            .SelectMany(bill => bill.Invoice.Lines)
            .Where(entry => entry.Line.Id == oneTimeLineId && entry.Kind is null)
            .ToList();
        var gross = entries.Sum(entry => entry.Amount);
        return gross > 0 ? Math.Max(0, entries.Sum(entry => entry.Amount - entry.Discount)) / gross : 1;
    }

    /// <summary>The days an amount is for.</summary>
    private (LocalDate From, LocalDate Until) Period(PricedLine line, Instant at, ChargeKind? kind)
    {
        var date = day.DateOf(at);
        var end = line.Life.Term.EndExclusive;
        var next = LocalDate.Min(end, timeline.Life.Calendar.Of(line.Life.Term.ChargedMonths).NextAfter(date));
        return kind switch
        {
            null => (date, next),
            ChargeKind.Remainder => (date, end),
            _ => (LocalDate.Min(date, line.Life.Term.Start), next),
        };
    }

    private static decimal ShareFrom(LocalDate since, (LocalDate From, LocalDate Until) period)
    {
        var (from, until) = period;
        var days = Days(from, until);
        return days <= 0 ? 0 : Math.Clamp(Days(LocalDate.Max(from, since), until), 0, days) / (decimal)days;
    }

    private static int Days(LocalDate from, LocalDate until) => NodaTime.Period.DaysBetween(from, until);
}
