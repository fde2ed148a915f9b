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
    private readonly OrdersInForce _ordersInForce = new(life, day);
    private readonly OneTimeReturns _returns = new(life, prices, settings, currency);
    private NodaTime.Instant? _nextBill;
    private readonly CouponPlacement _coupons = new(life, coupons, settings, day);

    /// <summary>When the schedule is or was made, where that was after the contract's first day: what was billed by then cannot have a coupon.</summary>
    public NodaTime.Instant? MadeLateAt { get; init; }

    public BillingTimeline Build()
    {
        var (lines, leftOut) = new LinePricer(life, prices, coupons, settings, day, currency, errors).Price();
        var rebates = new RebatePricer(life, prices, settings, day, currency).Price();
        var taken = new RebatePlacement(life, rebates, prices, day, errors);
        taken.CheckFrequencies();
        _nextBill = (coupons.IsEmpty && rebates.IsEmpty) || MadeLateAt is not { } madeAt ? null : NextBill(madeAt);
        var cuts = Cuts([.. lines, .. rebates]);
        var running = Running(lines, cuts);
        var charges = lines
            .Concat(rebates)
            .SelectMany(line => line.Charges, (line, charge) => (Line: line, Charge: charge))
            .ToLookup(row => row.Charge.At.At);
        var phases = ImmutableArray.CreateBuilder<TimelinePhase>();
        var last = running.FindLastIndex(lines => lines.Count > 0);
        for (var index = 0; index <= last; index++)
        {
            if (running[index].Count == 0)
            {
                errors.Add(OrderErrors.GapInContract(life.Contract.Initial.Ref, Date(cuts[index]), Date(cuts[index + 1])));
                continue;
            }

            var stretch = new Stretch(cuts[index], cuts[index + 1], IsFirst: index == 0, IsLast: index == last);
            var order = _ordersInForce.LastAt(
                stretch.Start,
                running[index].Concat(rebates.Where(line => line.Life.From <= stretch.Start && stretch.Start < line.End))
            );
            var phase = taken.Place(_coupons.Place(Phase(stretch, order, running[index], charges[cuts[index].At])));
            if (phases.Count > 0 && phase.Continues(phases[^1]) && phase.Start.At != _nextBill)
            {
                phases[^1] = phases[^1] with { End = phase.End, Items = phase.Items };
                continue;
            }

            phases.Add(phase);
        }

        var split = phases.Select(phase => InvoiceOverflow.Split(phase, errors)).ToList();
        return new BillingTimeline(life, [.. split.Select(row => row.Phase)], lines, leftOut)
        {
            Coupons =
            [
                .. coupons,
                .. phases.SelectMany(phase => phase.Discounts).Where(coupon => coupon.Rebate is not null).DistinctBy(coupon => coupon.Key),
            ],
            Rebates = rebates,
            Notes = [.. _returns.Notes()],
            MadeLateAt = MadeLateAt,
            Invoices =
            [
                .. life.Orders.Where(order => !order.InvoicedLines.IsEmpty || !order.InvoicedReturns.IsEmpty).Select(Invoice),
                .. split.SelectMany(row => row.Invoices),
            ],
        };
    }

    private Boundary Anchor => new(day.StartOf(life.Calendar.Anchor));

    /// <summary>The first bill after the schedule was made: coupons begin there.</summary>
    private NodaTime.Instant? NextBill(NodaTime.Instant madeAt) =>
        life
            .Lines.Select(line => life.Calendar.Of(line.Term.ChargedMonths))
            .Distinct()
            .Select(calendar => Enumerable.Range(calendar.IndexAtOrAfter(day.DateOf(madeAt)), 2).Select(index => day.StartOf(calendar.Nth(index))))
            .Select(bills => bills.First(at => at >= madeAt))
            .Min();

    private TimelineInvoice Invoice(AppliedOrder applied) =>
        new(
            applied.Order,
            applied.InvoicedAt,
            [.. applied.InvoicedLines.Select(OneTimeLineCharge).Concat(applied.InvoicedReturns.Select(_returns.Credit)).OfType<TimelineCharge>()],
            [.. coupons.Where(coupon => coupon.LineId is null && coupon.OrderId == applied.Order.Id && IsForInvoice(coupon, applied))],
            applied.IsInvoice
        );

    /// <summary>An order that has a schedule as well keeps there what is given once, or as an amount.</summary>
    private bool IsForInvoice(CouponSpec coupon, AppliedOrder applied) =>
        applied.Order != life.Contract.Initial || coupon is { IsPercentage: true, IsOnce: false };

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
            if (line.Life.From < Anchor && Anchor < line.End)
            {
                Cut(Anchor);
            }

            if (line.ZeroFrom is { } zeroFrom && zeroFrom < line.End)
            {
                Cut(zeroFrom);
            }

            foreach (var charge in line.Charges)
            {
                Cut(charge.At);
            }

            foreach (var removal in Removals(line).Where(removal => removal.At > line.Life.From && removal.At < line.End))
            {
                Cut(removal.At);
            }
        }

        foreach (var order in life.Orders.Where(order => order.IsOnNextBill))
        {
            Cut(order.From);
        }

        var (first, last) = (cuts.Keys.DefaultIfEmpty().Min(), cuts.Keys.DefaultIfEmpty().Max());
        foreach (var at in _coupons.Ends.Append(_nextBill ?? first).Where(at => first < at && at < last))
        {
            Cut(new Boundary(at));
        }

        return [.. cuts.Values.Order()];
    }

    /// <summary>An immediate termination cancels the schedule as it stands; its reductions make no phase.</summary>
    private IEnumerable<UnitsRemoved> Removals(PricedLine line) => line.Life.Removed.Where(removal => removal.Order != life.Termination?.Order);

    /// <summary>The lines that run from each cut to the next, in their own order.</summary>
    private static List<List<PricedLine>> Running(ImmutableArray<PricedLine> lines, List<Boundary> cuts)
    {
        List<List<PricedLine>> running = [.. cuts.Select(_ => new List<PricedLine>())];
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

    private TimelinePhase Phase(Stretch stretch, Order order, List<PricedLine> running, IEnumerable<(PricedLine Line, OneTimeCharge Charge)> charges)
    {
        var start = stretch.Start;
        var items = OncePerMeter(running).Select(line => Item(line, stretch)).ToImmutableArray();
        return new TimelinePhase(
            start,
            stretch.End,
            order,
            items,
            [
                .. OneTimeLines(stretch),
                .. life
                    .Orders.Where(applied => stretch.Holds(applied.From))
                    .SelectMany(applied => applied.Returns)
                    .Select(_returns.Credit)
                    .OfType<TimelineCharge>(),
                .. charges.OrderBy(row => row.Charge.Kind == ChargeKind.Credit).Select(row => LineCharge(row.Line, row.Charge, start)),
            ],
            [],
            running.Select(line => line.Life.Line.Segment).FirstOrDefault(segment => segment?.Index is not null),
            items.Any(item => item.Line.Life.IsInitial && item.Line.ZeroFrom == start && start > item.Line.Life.From)
        )
        {
            IsAnchor = start.At == Anchor.At && life.Calendar.Anchor != life.Calendar.Start,
        };
    }

    /// <summary>Of several lines on a meter the one that has run longest holds it, of those that began together the first (docs/rules/prices.md 6).</summary>
    private static IEnumerable<PricedLine> OncePerMeter(List<PricedLine> running)
    {
        if (running.TrueForAll(line => MeterOf(line) is null))
        {
            return running;
        }

        var holders = running
            .Where(line => MeterOf(line) is not null)
            .GroupBy(MeterOf)
            .Select(rivals => rivals.MinBy(line => line.Life.From.At)!)
            .ToHashSet();
        return running.Where(line => MeterOf(line) is null || holders.Contains(line));
    }

    private static string? MeterOf(PricedLine line) => line.Price.Shape.Recurring is { IsMetered: true, Meter: { } meter } ? meter : null;

    private TimelineItem Item(PricedLine line, Stretch stretch)
    {
        var units = line.Life.QuantityAt(stretch.Start);
        var price =
            line.Zero is not null && line.IsFreeAt(stretch.Start) ? line.Zero
            : line.IsNetAmountAt(stretch.Start) && units != line.Life.Quantity ? prices.ForUnits(line.Life.Line, line.Price, line.PeriodPrice, units)
            : line.Price;
        return new TimelineItem(line, price, line.QuantityAt(stretch.Start), _coupons.OnItem(line, stretch.Start), RemovedAt(line, stretch));
    }

    /// <summary>The amendment that takes the last units of a line just when this phase ends.</summary>
    private LineRemoval? RemovedAt(PricedLine line, Stretch stretch)
    {
        if (stretch.IsLast && life.Termination is { IsImmediate: true } immediate)
        {
            var changed = life.Applied(immediate.Order).ChangedLines;
            return new LineRemoval(
                immediate.Order,
                changed.FirstOrDefault(by => by.RevisedLineId == line.Life.Root || by.RevisedLineId == line.Life.Line.Id)
            );
        }

        if (line.Life.Left > 0)
        {
            return null;
        }

        var last = line.Life.Removed.MaxBy(removal => removal.At)!;
        var isTermination = life.Termination?.Order == last.Order;
        var end = stretch.End.At;
        return last.At.At == end || (isTermination && line.End.At == end) ? new LineRemoval(last.Order, last.By) : null;
    }

    private IEnumerable<TimelineCharge> OneTimeLines(Stretch stretch)
    {
        var taken = new HashSet<string>();
        foreach (var oneTime in life.Orders.Where(order => stretch.Holds(order.From)).SelectMany(order => order.OneTimeLines))
        {
            if (OneTimeLineCharge(oneTime) is { } charge)
            {
                yield return taken.Add(charge.Price!.Key) ? charge : charge with { Price = prices.Duplicate(charge.Line, charge.Price) };
            }
        }
    }

    private TimelineCharge LineCharge(PricedLine line, OneTimeCharge charge, Boundary start)
    {
        if (line.Life.Line.IsRebate)
        {
            return RebateCharge(line, charge);
        }

        var isInitialRemainder = charge.Kind == ChargeKind.Remainder && line.Life.IsInitial;
        // A termination leaves a part of the amount that was stored with the line.
        var isWhole = line.End.At >= day.StartOf(line.Life.Term.EndExclusive);
        var isOwn =
            isInitialRemainder && isWhole && charge.At == line.Life.From && (line.IsOneTimeThroughout || !prices.IsStoredRecurring(line.Life.Line));
        var price =
            charge.Unit < 0 || charge.Kind == ChargeKind.Credit
                ? null
                : prices.OneTime(line.Life.Line, line.Price, charge.Unit, charge.Kind == ChargeKind.Remainder ? "remainder" : "proration", isOwn);
        ImmutableArray<CouponSpec> discounts = charge.Unit < 0 ? [] : _coupons.OnCharge(line, start);
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
            isInitialRemainder && charge.At != line.Life.From,
            discounts
        )
        {
            Units = charge.Units,
        };
    }

    /// <summary>Parts of periods are taken off as amounts of their own, and come back with units that go.</summary>
    private TimelineCharge RebateCharge(PricedLine line, OneTimeCharge charge) =>
        new(line.Life.Order, line.Life.Line, charge.Kind, null, line.Price, -charge.Unit, charge.Quantity, charge.Since, charge.Until, false, [])
        {
            Units = charge.Units,
        };

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

    private string Date(Boundary boundary) => $"{day.DateOf(boundary.At):uuuu-MM-dd}";

    /// <summary>From one cut to the next.</summary>
    private readonly record struct Stretch(Boundary Start, Boundary End, bool IsFirst, bool IsLast)
    {
        /// <summary>The first one holds what came before it, too.</summary>
        public bool Holds(Boundary at) => at < End && (IsFirst || at >= Start);
    }
}
