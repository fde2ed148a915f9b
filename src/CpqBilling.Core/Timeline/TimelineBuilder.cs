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

    public BillingTimeline Build()
    {
        var (lines, leftOut) = new LinePricer(life, prices, coupons, settings, day, errors).Price();
        var cuts = Cuts(lines);
        var phases = ImmutableArray.CreateBuilder<TimelinePhase>();
        for (var index = 0; index + 1 < cuts.Count; index++)
        {
            var items = lines.Where(line => line.RunsAt(cuts[index])).ToList();
            if (items.Count == 0)
            {
                errors.Add(OrderErrors.GapInContract(life.Contract.Initial.Ref, Date(cuts[index]), Date(cuts[index + 1])));
                continue;
            }

            phases.Add(Phase(cuts[index], cuts[index + 1], items, lines, isFirst: index == 0, isLast: index + 2 == cuts.Count));
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

    private TimelinePhase Phase(Boundary start, Boundary end, List<PricedLine> running, ImmutableArray<PricedLine> lines, bool isFirst, bool isLast)
    {
        var order = OrderOf(start, running);
        var items = running.Select(line => Item(line, start, end, isLast)).ToImmutableArray();
        return new TimelinePhase(
            start,
            end,
            order,
            items,
            [.. Charges(start, end, lines, isFirst)],
            OrderDiscounts(order),
            running.Select(line => line.Life.Line.Segment).FirstOrDefault(segment => segment?.Index is not null),
            items.Any(item => item.Line.Life.IsInitial && item.Line.ZeroFrom == start && start > item.Line.Life.From)
        );
    }

    /// <summary>The last order with a line or a reduction in force here.</summary>
    private Order OrderOf(Boundary start, List<PricedLine> running)
    {
        var adding = running.Select(line => line.Life.Order);
        var reducing = life
            .Lines.Where(line => line.From <= start && start.At < day.StartOf(line.Term.EndExclusive))
            .SelectMany(line => line.Removed)
            .Where(removal => removal.At <= start && removal.Order != life.Termination?.Order)
            .Select(removal => removal.Order);
        return adding.Concat(reducing).MaxBy(order => life.Contract.Amendments.IndexOf(order))!;
    }

    private TimelineItem Item(PricedLine line, Boundary start, Boundary end, bool isLast)
    {
        var price = line.Zero is not null && line.ZeroFrom <= start ? line.Zero : line.Price;
        var isFirst = start == line.Life.From;
        return new TimelineItem(
            line,
            price,
            line.Life.Line.IsMetered ? null : line.Life.QuantityAt(start),
            [.. line.Coupons.Where(coupon => !coupon.IsOnce || isFirst)],
            RemovedAt(line, end, isLast)
        );
    }

    /// <summary>The amendment that takes the last units of a line just when this phase ends.</summary>
    private Order? RemovedAt(PricedLine line, Boundary end, bool isLast)
    {
        if (isLast && life.Termination is { IsImmediate: true } immediate)
        {
            return immediate.Order;
        }

        if (line.Life.Left > 0)
        {
            return null;
        }

        var last = line.Life.Removed.MaxBy(removal => removal.At)!;
        var isTermination = life.Termination?.Order == last.Order;
        return last.At.At == end.At || (isTermination && line.End.At == end.At) ? last.Order : null;
    }

    private IEnumerable<TimelineCharge> Charges(Boundary start, Boundary end, ImmutableArray<PricedLine> lines, bool isFirst)
    {
        foreach (
            var oneTime in life
                .Orders.Where(order => order.From >= start && order.From < end || (isFirst && order.From < start))
                .SelectMany(order => order.OneTimeLines)
        )
        {
            if (OneTimeLineCharge(oneTime) is { } charge)
            {
                yield return charge;
            }
        }

        var due = lines
            .SelectMany(line => line.Charges.Where(charge => charge.At == start || charge.At.At == start.At).Select(charge => (line, charge)))
            .ToList();
        foreach (var (line, charge) in due.Where(row => row.charge.Kind != ChargeKind.Credit))
        {
            yield return LineCharge(line, charge, start);
        }

        foreach (var (line, charge) in due.Where(row => row.charge.Kind == ChargeKind.Credit))
        {
            yield return LineCharge(line, charge, start);
        }
    }

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

    /// <summary>Order coupons stand on the phases of their order, which it may share with others that begin with it; a "once" coupon on the first.</summary>
    private ImmutableArray<CouponSpec> OrderDiscounts(Order order)
    {
        var from = life.Applied(order).From;
        var sharing = life.Orders.Where(applied => applied.From.At == from.At).Select(applied => applied.Order.Id).ToList();
        var first = sharing.Where(_ordersSeen.Add).ToList();
        return
        [
            .. coupons.Where(coupon =>
                coupon.LineId is null && sharing.Contains(coupon.OrderId) && (!coupon.IsOnce || first.Contains(coupon.OrderId))
            ),
        ];
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
}
