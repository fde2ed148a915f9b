using System.Collections.Immutable;
using CpqBilling.Core.Calendar;
using CpqBilling.Core.Contract;
using CpqBilling.Core.Cpq;
using CpqBilling.Core.Errors;
using CpqBilling.Core.Money;
using CpqBilling.Core.Pricing;
using CpqBilling.Core.Settings;

namespace CpqBilling.Core.Timeline;

/// <summary>Lays the priced lines over each other: a phase begins wherever the set of lines, a quantity or a price changes.</summary>
public sealed class TimelineBuilder(
    ContractLife life,
    PriceBuilder prices,
    ImmutableArray<CouponSpec> coupons,
    BillingSettings settings,
    BillingDay day,
    Currency currency,
    ErrorList errors
)
{
    private const int MaxOneTimeItems = 20;
    private readonly HashSet<string> _ordersSeen = [];
    private readonly OrdersInForce _ordersInForce = new(life, day);

    public BillingTimeline Build()
    {
        var (lines, leftOut) = new LinePricer(life, prices, coupons, settings, day, errors).Price();
        var cuts = Cuts(lines);
        var running = Running(lines, cuts);
        var charges = lines.SelectMany(line => line.Charges, (line, charge) => (Line: line, Charge: charge)).ToLookup(row => row.Charge.At.At);
        var phases = ImmutableArray.CreateBuilder<TimelinePhase>();
        for (var index = 0; index + 1 < cuts.Count; index++)
        {
            if (running[index].Count == 0)
            {
                errors.Add(OrderErrors.GapInContract(life.Contract.Initial.Ref, Date(cuts[index]), Date(cuts[index + 1])));
                continue;
            }

            var stretch = new Stretch(cuts[index], cuts[index + 1], IsFirst: index == 0, IsLast: index + 2 == cuts.Count);
            phases.Add(Phase(stretch, running[index], charges[cuts[index].At]));
        }

        var timeline = new BillingTimeline(life, phases.ToImmutable(), lines, leftOut);
        CheckLimits(timeline);
        return timeline;
    }

    private List<Boundary> Cuts(ImmutableArray<PricedLine> lines)
    {
        var cuts = new Dictionary<NodaTime.Instant, Boundary>();
        void Cut(Boundary at)
        {
            if (!cuts.TryGetValue(at.At, out var known) || !known.IsNow)
            {
                cuts[at.At] = at;
            }
        }

        foreach (var line in lines)
        {
            Cut(line.Life.From);
            Cut(line.End);
            if (line.ZeroFrom is { } zeroFrom && zeroFrom < line.End)
            {
                Cut(zeroFrom);
            }

            foreach (var removal in Removals(line).Where(removal => removal.At > line.Life.From && removal.At < line.End))
            {
                Cut(removal.At);
            }
        }

        return [.. cuts.Values.Order()];
    }

    /// <summary>An immediate termination cancels the schedule as it stands; its reductions make no phase.</summary>
    private IEnumerable<UnitsRemoved> Removals(PricedLine line) => line.Life.Removed.Where(removal => removal.Order != life.Termination?.Order);

    /// <summary>The lines that run from each cut to the next, in their own order.</summary>
    private static ImmutableArray<List<PricedLine>> Running(ImmutableArray<PricedLine> lines, List<Boundary> cuts)
    {
        ImmutableArray<List<PricedLine>> running = [.. cuts.Select(_ => new List<PricedLine>())];
        foreach (var line in lines)
        {
            var until = line.Until;
            for (var index = cuts.BinarySearch(line.Life.From); index < cuts.Count && cuts[index] < until; index++)
            {
                running[index].Add(line);
            }
        }

        return running;
    }

    private TimelinePhase Phase(Stretch stretch, List<PricedLine> running, IEnumerable<(PricedLine Line, OneTimeCharge Charge)> charges)
    {
        var start = stretch.Start;
        var order = _ordersInForce.LastAt(start, running);
        var items = running.Select(line => Item(line, stretch)).ToImmutableArray();
        return new TimelinePhase(
            start,
            stretch.End,
            order,
            items,
            [
                .. OneTimeLines(stretch),
                .. charges.OrderBy(row => row.Charge.Kind == ChargeKind.Credit).Select(row => LineCharge(row.Line, row.Charge, start)),
            ],
            OrderDiscounts(order),
            running.Select(line => line.Life.Line.Segment).FirstOrDefault(segment => segment?.Index is not null),
            items.Any(item => item.Line.Life.IsInitial && item.Line.ZeroFrom == start && start > item.Line.Life.From)
        );
    }

    private TimelineItem Item(PricedLine line, Stretch stretch)
    {
        var price = line.Zero is not null && line.ZeroFrom <= stretch.Start ? line.Zero : line.Price;
        var isFirst = stretch.Start == line.Life.From;
        return new TimelineItem(
            line,
            price,
            line.Life.Line.IsMetered ? null : line.Life.QuantityAt(stretch.Start),
            [.. line.Coupons.Where(coupon => !coupon.IsOnce || isFirst)],
            RemovedAt(line, stretch)
        );
    }

    /// <summary>The amendment that takes the last units of a line just when this phase ends.</summary>
    private Order? RemovedAt(PricedLine line, Stretch stretch)
    {
        if (stretch.IsLast && life.Termination is { IsImmediate: true } immediate)
        {
            return immediate.Order;
        }

        if (line.Life.Left > 0)
        {
            return null;
        }

        var last = line.Life.Removed.MaxBy(removal => removal.At)!;
        var isTermination = life.Termination?.Order == last.Order;
        var end = stretch.End.At;
        return last.At.At == end || (isTermination && line.End.At == end) ? last.Order : null;
    }

    private IEnumerable<TimelineCharge> OneTimeLines(Stretch stretch) =>
        life
            .Orders.Where(order => stretch.Holds(order.From))
            .SelectMany(order => order.OneTimeLines)
            .Select(OneTimeLineCharge)
            .OfType<TimelineCharge>();

    private TimelineCharge LineCharge(PricedLine line, OneTimeCharge charge, Boundary start)
    {
        var isInitialRemainder = charge.Kind == ChargeKind.Remainder && line.Life.IsInitial;
        var isOwn = isInitialRemainder && charge.At == line.Life.From;
        var price =
            charge.Unit < 0
                ? null
                : prices.OneTime(line.Life.Line, line.Price, charge.Unit, charge.Kind == ChargeKind.Remainder ? "remainder" : "proration", isOwn);
        ImmutableArray<CouponSpec> discounts =
            charge.Kind == ChargeKind.Credit ? [] : [.. line.Coupons.Where(coupon => !coupon.IsOnce || start == line.Life.From)];
        return new TimelineCharge(
            line.Life.Order,
            line.Life.Line,
            charge.Kind,
            price,
            line.Price,
            charge.Unit,
            charge.Quantity,
            charge.Since,
            charge.Until,
            isInitialRemainder && !isOwn,
            discounts
        );
    }

    private TimelineCharge? OneTimeLineCharge(OneTimeLine oneTime) =>
        new OneTimeLinePricer(prices, currency).Price(oneTime) is { } priced
            ? new TimelineCharge(
                oneTime.Order,
                oneTime.Line,
                null,
                priced.Price,
                priced.Price,
                priced.Unit,
                priced.Quantity,
                null,
                null,
                false,
                [.. coupons.Where(coupon => coupon.LineId == oneTime.Line.Id)]
            )
            : null;

    /// <summary>Order coupons stand on the phases of their order, a "once" coupon on the first of them.</summary>
    private ImmutableArray<CouponSpec> OrderDiscounts(Order order)
    {
        var isFirst = _ordersSeen.Add(order.Id);
        return [.. coupons.Where(coupon => coupon.OrderId == order.Id && coupon.LineId is null && (!coupon.IsOnce || isFirst))];
    }

    private void CheckLimits(BillingTimeline timeline)
    {
        foreach (var phase in timeline.Phases)
        {
            if (phase.Items.Length > settings.MaxPhaseItems)
            {
                errors.Add(ShapeErrors.TooManyItems(phase.Order.Ref, phase.Items.Length, settings.MaxPhaseItems));
            }

            if (phase.Charges.Length > MaxOneTimeItems)
            {
                errors.Add(ShapeErrors.TooManyOneTimeItems(phase.Order.Ref, phase.Charges.Length, MaxOneTimeItems));
            }
        }
    }

    private string Date(Boundary boundary) => $"{day.DateOf(boundary.At):uuuu-MM-dd}";

    /// <summary>From one cut to the next.</summary>
    private readonly record struct Stretch(Boundary Start, Boundary End, bool IsFirst, bool IsLast)
    {
        /// <summary>The first one holds what came before it, too.</summary>
        public bool Holds(Boundary at) => at < End && (IsFirst || at >= Start);
    }
}
