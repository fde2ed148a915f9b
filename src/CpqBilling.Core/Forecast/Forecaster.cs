using System.Collections.Immutable;
using CpqBilling.Core.Calendar;
using CpqBilling.Core.Cpq;
using CpqBilling.Core.Money;
using CpqBilling.Core.Pricing;
using CpqBilling.Core.Settings;
using CpqBilling.Core.Timeline;
using NodaTime;

namespace CpqBilling.Core.Forecast;

/// <summary>Reads the invoices off a timeline: what is due on each billing date, and what phases charge when they begin.</summary>
/// <remarks>
/// A charge that falls on a billing date stands on that invoice; any other gets an invoice of its own, as
/// <c>autoInvoiceProrations</c> makes it. The past of a backdated contract is one invoice on the day it is first synced.
/// </remarks>
public sealed class Forecaster(BillingTimeline timeline, BillingSettings settings, BillingDay day, Instant now)
{
    private readonly Order _initial = timeline.Life.Contract.Initial;

    public InvoiceForecast Forecast()
    {
        var lines = Recurring().Concat(Charges()).ToList();
        var invoices = lines
            .GroupBy(entry => entry.Date)
            .OrderBy(group => group.Key)
            .Select(group => new ForecastInvoice(group.Key, Discounted([.. group])))
            .ToImmutableArray();
        var hasUsage = timeline.Lines.Any(line => line.Life.Line.IsMetered);
        return new InvoiceForecast(invoices, Reconciler.Reconcile(timeline, invoices), hasUsage);
    }

    private IEnumerable<Due> Recurring()
    {
        var start = timeline.Life.Start;
        var skipsPast = _initial.SkipPastInvoices || settings.BackdatedFirstInvoice == FirstInvoice.Skip;
        var firstSync =
            _initial.StripeId is null ? day.DateOf(now)
            : skipsPast ? _initial.ActivatedDate ?? start
            : start;
        foreach (var phase in timeline.Phases)
        {
            foreach (var item in phase.Items.Where(item => item.Quantity is not null && !item.Line.Life.Line.IsMetered))
            {
                var calendar = new BillingCalendar(start, item.Line.Life.Term.PeriodMonths);
                foreach (var date in BillingDates(phase, calendar))
                {
                    var isPast = phase == timeline.Phases[0] && start < firstSync && (date < firstSync || (skipsPast && date == firstSync));
                    if (!(isPast && skipsPast) && Amount(item) is var amount && amount != 0)
                    {
                        yield return new Due(
                            isPast ? firstSync : date,
                            item.Line.Life.Line,
                            null,
                            item.Quantity!.Value,
                            1,
                            amount,
                            item.Coupons,
                            phase
                        );
                    }
                }
            }
        }
    }

    /// <summary>Billing dates on which the phase is the one that is billed; one that begins "now" has missed the date of today.</summary>
    private IEnumerable<LocalDate> BillingDates(TimelinePhase phase, BillingCalendar calendar)
    {
        for (var index = calendar.IndexAtOrAfter(day.DateOf(phase.Start.At)); ; index++)
        {
            var at = day.StartOf(calendar.Nth(index));
            if (at >= phase.End.At)
            {
                yield break;
            }

            if (at >= phase.Start.At && !(phase.Start.IsNow && at == phase.Start.At))
            {
                yield return calendar.Nth(index);
            }
        }
    }

    private static decimal Amount(TimelineItem item)
    {
        var shape = item.Price.Shape;
        return shape.IsTiered
            ? TierAmount.Of(shape.TiersMode!, shape.Tiers, item.Quantity!.Value)
            : MinorUnits.LineAmount(shape.UnitAmount ?? 0, item.Quantity!.Value);
    }

    private IEnumerable<Due> Charges() =>
        timeline.Phases.SelectMany(phase =>
            phase.Charges.Select(charge => new Due(
                ChargeDate(phase),
                charge.Line,
                charge.Kind,
                charge.Quantity,
                1,
                MinorUnits.LineAmount(charge.Unit, charge.Quantity),
                charge.Coupons,
                phase
            ))
        );

    private LocalDate ChargeDate(TimelinePhase phase)
    {
        var date = day.DateOf(phase.Start.At);
        var isBackdatedStart = phase == timeline.Phases[0] && _initial.StripeId is null && date < day.DateOf(now);
        return isBackdatedStart ? day.DateOf(now) : date;
    }

    private ImmutableArray<ForecastLine> Discounted(List<Due> due)
    {
        var orderCoupons = due.SelectMany(entry => entry.Phase.Discounts.Where(coupon => StandsOn(coupon, entry)))
            .DistinctBy(coupon => coupon.Ref)
            .ToList();
        var left = due.Select(entry => entry.Amount - Taken(entry.Amount, entry.Coupons.Where(coupon => StandsOn(coupon, entry)))).ToArray();
        foreach (var coupon in orderCoupons)
        {
            Take(coupon, due, left);
        }

        return
        [
            .. due.Select(
                (entry, index) => new ForecastLine(entry.Line, entry.Kind, entry.Quantity, entry.Periods, entry.Amount, entry.Amount - left[index])
            ),
        ];
    }

    /// <summary>A "once" coupon counts on the first invoice of its phase, a repeating one for its months.</summary>
    private bool StandsOn(CouponSpec coupon, Due entry)
    {
        var since = day.DateOf(entry.Phase.Start.At);
        return coupon.Duration switch
        {
            "once" => entry.Date == FirstInvoiceOf(entry.Phase),
            "repeating" => entry.Date < FirstStart(coupon, since).PlusMonths(coupon.DurationInMonths ?? 0),
            _ => true,
        };
    }

    private LocalDate FirstInvoiceOf(TimelinePhase phase) => ChargeDate(phase);

    private LocalDate FirstStart(CouponSpec coupon, LocalDate fallback) =>
        timeline
            .Phases.Where(phase => phase.Discounts.Contains(coupon) || phase.Items.Any(item => item.Coupons.Contains(coupon)))
            .Select(ChargeDate)
            .DefaultIfEmpty(fallback)
            .First();

    private static decimal Taken(decimal amount, IEnumerable<CouponSpec> coupons)
    {
        if (amount <= 0)
        {
            return 0;
        }

        var left = amount;
        foreach (var coupon in coupons)
        {
            left -= coupon.PercentOff is { } percent ? MinorUnits.LineAmount(left, percent / 100) : Math.Min(left, coupon.AmountOff ?? 0);
        }

        return amount - left;
    }

    /// <summary>A percentage line by line; an amount once per invoice, spread in proportion with the remainder to the largest.</summary>
    private static void Take(CouponSpec coupon, List<Due> due, decimal[] left)
    {
        var eligible = Enumerable.Range(0, due.Count).Where(index => left[index] > 0).ToList();
        if (coupon.PercentOff is { } percent)
        {
            eligible.ForEach(index => left[index] -= MinorUnits.LineAmount(left[index], percent / 100));
            return;
        }

        var sum = eligible.Sum(index => left[index]);
        var off = Math.Min(sum, coupon.AmountOff ?? 0);
        var given = 0m;
        foreach (var index in eligible)
        {
            var share = decimal.Truncate(off * left[index] / sum);
            left[index] -= share;
            given += share;
        }

        if (eligible.Count > 0)
        {
            left[eligible.MaxBy(index => left[index])] -= off - given;
        }
    }

    private sealed record Due(
        LocalDate Date,
        OrderLine Line,
        ChargeKind? Kind,
        long Quantity,
        int Periods,
        decimal Amount,
        ImmutableArray<CouponSpec> Coupons,
        TimelinePhase Phase
    );
}
