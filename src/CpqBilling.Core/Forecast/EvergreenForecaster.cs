using System.Collections.Immutable;
using CpqBilling.Core.Cpq;
using CpqBilling.Core.Forecast;
using CpqBilling.Core.Mapping;
using CpqBilling.Core.Money;
using CpqBilling.Core.Pricing;
using CpqBilling.Core.Settings;
using CpqBilling.Core.Timeline;
using CpqBilling.Core.Translation;
using NodaTime;

namespace CpqBilling.Core.Forecast;

/// <summary>The invoices of an evergreen subscription for twelve months, as Stripe makes them (docs/decisions/0031).</summary>
/// <remarks>
/// Walks from moment to moment: what a schedule planned takes effect before the bill of an instant, what a request changed after it.
/// Stripe's own prorations, and one-time items inside a period, wait for the next bill.
/// </remarks>
internal sealed class EvergreenForecaster(TranslationContext context, EvergreenLife life, ImmutableArray<CouponSpec> coupons)
{
    private const int MonthsShown = 12;

    private static readonly string[] MovingFields =
    [
        "trial_end",
        "trial_period_days",
        "billing_cycle_anchor",
        "backdate_start_date",
        "cancel_at",
        "cancel_at_period_end",
    ];

    private readonly EvergreenMoments _moments = new(context, life);
    private readonly EvergreenPeriods _periods = new(context, life);
    private readonly RunningDiscounts _discounts = new(Instant.MinValue);
    private readonly List<DueAmount> _pending = [];
    private readonly List<ForecastInvoice> _invoices = [];

    /// <summary>Null where something mapped, or a first price after none, moves Stripe's bills.</summary>
    public InvoiceForecast? Forecast()
    {
        if (IsMoved())
        {
            return null;
        }

        var first = LocalDate.Max(life.Start, context.Day.DateOf(context.Snapshot.Now));
        var until = context.Day.StartOf(first.PlusMonths(MonthsShown));
        foreach (var at in Instants(until))
        {
            Change(new EvergreenMoment(at, false));
            Bill(at);
            Change(new EvergreenMoment(at, true));
        }

        return new InvoiceForecast([.. _invoices], context.Currency.Code, null, life.Lines.Any(line => line.Line.IsMetered))
        {
            RunsOnFrom = _periods.Canceled?.At < until ? null : first.PlusMonths(MonthsShown),
        };
    }

    private bool IsMoved() =>
        (
            _moments.IsSchedule
                ? context.Mapper.Has(MappedObject.Schedule, "default_settings.billing_cycle_anchor")
                : MovingFields.Any(field => context.Mapper.Has(MappedObject.Subscription, field))
        ) || (!IsFlexible && Changes().Any(moment => moment != _moments.First && IsFree(Running(Before(moment))) && !IsFree(Running(moment))));

    private bool IsFlexible =>
        context.Settings.BillingMode == BillingMode.Flexible
        || (_moments.IsSchedule && context.Settings.MixedBillingFrequencies == MixedFrequencies.Flexible);

    private IEnumerable<EvergreenMoment> Changes() =>
        life.Lines.Select(_periods.From).Concat(life.Lines.Select(_periods.Until).OfType<EvergreenMoment>()).Distinct();

    private IEnumerable<Instant> Instants(Instant until) =>
        Changes()
            .Select(moment => moment.At)
            .Concat(life.OneTimeLines.Select(line => _moments.Of(line.Order, line.Date).At))
            .Concat(
                life.Lines.SelectMany(line => new[] { line.Order, line.EndedBy ?? line.Order })
                    .Select(_moments.SentAt)
                    .OfType<Instant>()
                    .Where(at => at >= _moments.Anchor)
            )
            .Concat(life.Lines.SelectMany(line => _periods.Bills(line, until)))
            .Where(at => at < until)
            .Distinct()
            .Order();

    private void Change(EvergreenMoment moment)
    {
        if (moment != _moments.First && _periods.Canceled is { } canceled && canceled.IsUntil(moment))
        {
            return;
        }

        var begun = life.Lines.Where(line => _periods.From(line) == moment).ToList();
        var isChange = begun.Count > 0 || life.Lines.Any(line => _periods.Until(line) == moment);
        foreach (var line in begun)
        {
            _discounts.Redeem(line.Line.Id, Own(line.Line), moment.At);
        }

        if (isChange && !moment.IsRequest)
        {
            foreach (var line in Running(moment).Except(begun))
            {
                _discounts.EndFirstPhase(line.Line.Id);
            }
        }

        if (OrderCoupons(moment, begun, isChange) is { } ofOrder)
        {
            _discounts.Replace(ofOrder, moment.At);
        }

        _pending.AddRange(begun.Where(line => IsProrated(line, moment)).Select(line => Proration(line, moment)));
        _pending.AddRange(life.OneTimeLines.Where(line => _moments.Of(line.Order, line.Date) == moment).Select(line => OneTime(line, moment.At)));
        if (moment.IsRequest && PlansLater(moment.At) && LastOrder(Running(moment)) is { } last)
        {
            // A schedule that holds the subscription names what stands by the last order.
            _discounts.Replace(Of(last, isFirst: !_periods.HasBeenBilled(last, moment.At)), moment.At);
        }
    }

    /// <summary>What the subscription's discounts become; null leaves them (docs/decisions/0010).</summary>
    private IEnumerable<CouponSpec>? OrderCoupons(EvergreenMoment moment, List<EvergreenLine> begun, bool isChange)
    {
        if (moment == _moments.First)
        {
            return Of(_moments.IsSchedule ? LastOrder(Running(moment)) : context.Contract.Initial, isFirst: true);
        }

        if (!moment.IsRequest)
        {
            var order = LastOrder(Running(moment));
            return isChange ? Of(order, isFirst: order != LastOrder(Running(Before(moment)))) : null;
        }

        var added = begun.Count > 0 ? Of(LastOrder(begun), isFirst: true).ToList() : [];
        return added.Count > 0 ? added : null;
    }

    private bool PlansLater(Instant sent) =>
        life.WithOnly(order => _moments.SentAt(order) is not { } at || at <= sent).ChangesBeforeItEnds(context.Day.DateOf(sent));

    private IEnumerable<CouponSpec> Of(Order? order, bool isFirst) =>
        coupons.Where(coupon => coupon.LineId is null && coupon.OrderId == order?.Id && (isFirst || !coupon.IsOnce));

    private Order? LastOrder(IEnumerable<EvergreenLine> lines) =>
        lines.Select(line => line.Order).MaxBy(order => context.Contract.Amendments.IndexOf(order));

    /// <summary>A line that begins where its own period and a bill begin is on that bill; where something ends too, nothing is prorated.</summary>
    private bool IsProrated(EvergreenLine line, EvergreenMoment moment) =>
        moment != _moments.First
        && !line.Line.IsMetered
        && (
            moment.IsRequest
            || (
                life.Lines.All(other => _periods.Until(other) != moment) && !(_periods.IsBilled(moment.At) && _periods.IsBillingDate(line, moment.At))
            )
        );

    private DueAmount Proration(EvergreenLine line, EvergreenMoment moment)
    {
        // A request adds before another takes out: what ends with it still shares an amount that classic billing spreads.
        var running = life
            .Lines.Where(other => !other.Line.IsMetered)
            .Where(other => _periods.IsRunning(other, moment) || (moment.IsRequest && _periods.Until(other) == moment))
            .ToList();
        var net = _discounts.NetOf([.. running.Select(other => Period(other, moment.At, _periods.Full(other)))], moment.At, !IsFlexible);
        var amount = _periods.Rest(line, moment.At, net[running.IndexOf(line)]);
        return new DueAmount(moment.At, true, line.Line, ChargeKind.Proration, line.Quantity, 1, amount, [], false) { IsDiscountable = false };
    }

    private DueAmount OneTime(EvergreenOneTime line, Instant at)
    {
        var amount = MinorUnits.LineAmount(line.Charge.Price.Shape.UnitAmount ?? 0, line.Charge.Quantity);
        return new DueAmount(at, true, line.Charge.Line, null, line.Charge.Quantity, 1, amount, Own(line.Charge.Line), false);
    }

    private DueAmount Period(EvergreenLine line, Instant at, decimal amount) =>
        new(at, true, line.Line, null, line.Quantity, 1, amount, Own(line.Line), true);

    private void Bill(Instant at)
    {
        var isEnd = _periods.Canceled is { IsRequest: false } canceled && canceled.At == at && !_periods.IsCanceledAtOnce;
        if (!isEnd && !_periods.IsBilled(at))
        {
            return;
        }

        var isWhole = at == _moments.Anchor && _moments.IsSchedule && IsFlexible;
        var due = life
            .Lines.Where(line => !line.Line.IsMetered && _periods.IsBilled(line, at))
            .Select(line => Period(line, at, _periods.Amount(line, at, isWhole)))
            .Concat(_pending.Select(entry => entry with { At = at }))
            .ToList();
        _pending.Clear();
        if (due.Count > 0)
        {
            _invoices.Add(_discounts.Invoice(context.Day.DateOf(at), due));
        }
    }

    private List<EvergreenLine> Running(EvergreenMoment moment) => [.. life.Lines.Where(line => _periods.IsRunning(line, moment))];

    private static EvergreenMoment Before(EvergreenMoment moment) =>
        moment.IsRequest ? moment with { IsRequest = false } : new EvergreenMoment(moment.At - Duration.Epsilon, true);

    private bool IsFree(List<EvergreenLine> lines) => lines.Count > 0 && lines.TrueForAll(line => !line.Line.IsMetered && _periods.Full(line) == 0);

    private ImmutableArray<CouponSpec> Own(OrderLine line) => [.. coupons.Where(coupon => coupon.LineId == line.Id)];
}
