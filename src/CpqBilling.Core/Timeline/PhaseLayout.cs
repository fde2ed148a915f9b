using System.Collections.Immutable;
using CpqBilling.Core.Calendar;
using CpqBilling.Core.Contract;
using CpqBilling.Core.Cpq;
using CpqBilling.Core.Errors;
using CpqBilling.Core.Pricing;

namespace CpqBilling.Core.Timeline;

/// <summary>What stands in one phase: items of the lines that run, and what is charged once.</summary>
internal sealed class PhaseLayout(ContractLife life, Prices prices, CouponPlacement placement, LineChargeMaker charges)
{
    private readonly Boundary _anchor = new(life.Calendar.Day.StartOf(life.Calendar.Anchor));

    /// <param name="due">Charges of lines that begin with the phase.</param>
    public Checked<TimelinePhase> Of(Stretch stretch, Order order, List<PricedLine> running, IEnumerable<DueCharge> due)
    {
        var items = OncePerMeter(running).Select(line => Item(line, stretch)).ToImmutableArray();
        var orders = life.Orders.Where(applied => stretch.Holds(applied.From)).ToList();
        return from sold in Checked.All(orders.SelectMany(applied => applied.OneTimeLines).Select(charges.OfOneTimeLine))
            from returned in Checked.All(orders.SelectMany(applied => applied.Returns).Select(charges.OfReturn))
            let settled = due.OrderBy(row => row.Charge.Kind == ChargeKind.Credit).Select(row => charges.OfLine(row.Line, row.Charge, stretch.Start))
            select new TimelinePhase(
                stretch.Start,
                stretch.End,
                order,
                items,
                [.. OnceEach(sold), .. returned, .. settled],
                [],
                running.Select(line => line.Life.Line.Segment).FirstOrDefault(segment => segment?.Index is not null),
                items.Any(item => item.Line.Life.IsInitial && item.Line.ZeroFrom == stretch.Start && stretch.Start > item.Line.Life.From)
            )
            {
                IsAnchor = stretch.Start.At == _anchor.At && life.Calendar.Anchor != life.Calendar.Start,
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
            : line.IsNetAmountAt(stretch.Start) && units != line.Life.Quantity
                ? prices.Variants.ForUnits(line.Life.Line, line.Price, line.PeriodPrice, units)
            : line.Price;
        ImmutableArray<CouponSpec> coupons = line.Coupons.IsEmpty ? [] : placement.OnItem(line, stretch.Start);
        return new TimelineItem(line, price, line.QuantityAt(stretch.Start), coupons, RemovedAt(line, stretch));
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

    /// <summary>Stripe takes a price once in a phase: the second line at it gets a copy.</summary>
    private IEnumerable<TimelineCharge> OnceEach(ImmutableArray<TimelineCharge> sold)
    {
        var taken = new HashSet<string>();
        foreach (var charge in sold)
        {
            yield return taken.Add(charge.Price!.Key) ? charge : charge with { Price = prices.Variants.Duplicate(charge.Line, charge.Price) };
        }
    }
}
