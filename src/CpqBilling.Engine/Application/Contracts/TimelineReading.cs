using System.Collections.Immutable;
using CpqBilling.Core.Calendar;
using CpqBilling.Core.Cpq;
using CpqBilling.Core.Pricing;
using CpqBilling.Core.Timeline;
using CpqBilling.Engine.Application.Words;
using NodaTime;

namespace CpqBilling.Engine.Application.Contracts;

/// <summary>Reads a timeline as rows and bars.</summary>
/// <param name="horizon">Where the picture of what goes on without an end stops.</param>
internal sealed class TimelineReading(LineLabels labels, BillingDay day, LocalDate horizon)
{
    public TimelineChart? Of(BillingTimeline timeline)
    {
        if (timeline.Phases.IsEmpty)
        {
            return null;
        }

        var from = DateOf(timeline.Phases[0].Start);
        var end = DateOf(timeline.Phases[^1].End);
        var planned = LocalDate.Max(end, Drawn(timeline.Life.End));
        var rows = timeline
            .Phases.SelectMany(phase => phase.Items.Select(item => (phase, item)))
            .GroupBy(pair => RowOf(pair.item.Line.Life.Line))
            .Select(group => Row([.. group]));
        var canceled = timeline.Termination is { } termination
            ? new ChartEnd(LocalDate.Max(from, LocalDate.Min(termination.Date, planned)), termination.Order.Label)
            : null;
        return new TimelineChart(
            from,
            canceled is null ? end : planned,
            [.. rows],
            [.. timeline.Phases.SelectMany(ChargesOf)],
            [.. CouponsOf(timeline)],
            canceled,
            timeline.IsOpen
        );
    }

    /// <summary>An order that is an invoice: its lines on the day they are charged.</summary>
    public TimelineChart OfOnce(IEnumerable<Order> orders, LocalDate at, string currency)
    {
        var charges = orders.SelectMany(order => order.Lines.Where(line => !line.IsSkipped).Select(line => OnceOf(order, line, at, currency)));
        return new TimelineChart(at, at.PlusMonths(1), [], [.. charges], [], null, IsOpen: false);
    }

    private ChartCharge OnceOf(Order order, OrderLine line, LocalDate start, string currency)
    {
        var unit = Core.Money.MinorUnits.FromMajor(line.UnitPrice ?? 0, Core.Money.Currency.Of(currency));
        var quantity = Math.Max(1, (long)line.Quantity);
        return new ChartCharge(start, LineLabels.NameOf(line), labels.NoteOf(line), "one-time", quantity, unit, unit * line.Quantity, order.Label);
    }

    /// <summary>The segments of a ramp stand in one row.</summary>
    private static string RowOf(OrderLine line) => line.Segment?.Key ?? line.Id;

    private ChartRow Row(ImmutableArray<(TimelinePhase Phase, TimelineItem Item)> stretches)
    {
        var lines = stretches.Select(stretch => stretch.Item.Line.Life.Line).DistinctBy(line => line.Id).ToList();
        var bars = new List<ChartBar>();
        foreach (var (phase, item) in stretches)
        {
            var bar = Bar(phase, item);
            if (bars.Count > 0 && bars[^1] is var last && last.To == bar.From && last.Quantity == bar.Quantity && last.Price == bar.Price)
            {
                bars[^1] = last with { To = bar.To };
            }
            else if (bar.From < bar.To)
            {
                bars.Add(bar);
            }
        }

        return new ChartRow(LineLabels.NameOf(lines[0]), lines.Count == 1 ? labels.NoteOf(lines[0]) : null, [.. bars]);
    }

    private ChartBar Bar(TimelinePhase phase, TimelineItem item)
    {
        var shape = item.Price.Shape;
        var isChargedOnce = item.Line.ZeroFrom is { } zero && phase.Start >= zero;
        var shown = isChargedOnce ? "charged once" : MoneyText.OfPrice(shape);
        var exact = !isChargedOnce && shape.UnitAmount is { } unit && shown.StartsWith('≈') ? MoneyText.Exact(unit, shape.Currency) : null;
        return new ChartBar(
            DateOf(phase.Start),
            DateOf(phase.End),
            item.Quantity is { } quantity ? $"{quantity}" : "by use",
            shown,
            exact,
            phase.Order.Label,
            isChargedOnce
        );
    }

    private IEnumerable<ChartCharge> ChargesOf(TimelinePhase phase) =>
        phase.Charges.Select(charge => new ChartCharge(
            DateOf(phase.Start),
            LineLabels.NameOf(charge.Line),
            labels.NoteOf(charge.Line),
            charge.Kind?.ToString().ToLowerInvariant() ?? "one-time",
            charge.Quantity,
            charge.Unit,
            Core.Money.MinorUnits.LineAmount(charge.Unit, charge.Quantity),
            charge.Order.Label
        ));

    private IEnumerable<ChartCoupon> CouponsOf(BillingTimeline timeline) =>
        timeline
            .Phases.SelectMany(phase => phase.Discounts.Concat(phase.Items.SelectMany(item => item.Coupons)).Select(coupon => (phase, coupon)))
            .GroupBy(pair => pair.coupon.Key)
            .Select(group => new ChartCoupon(
                DateOf(group.First().phase.Start),
                EndOf(group.First().coupon, DateOf(group.First().phase.Start), DateOf(group.Last().phase.End)),
                CouponText.Of(group.First().coupon)
            ));

    private static LocalDate EndOf(CouponSpec coupon, LocalDate from, LocalDate end) =>
        coupon.DurationInMonths is { } months ? LocalDate.Min(end, from.PlusMonths(months))
        : coupon.IsOnce ? LocalDate.Min(end, from.PlusMonths(1))
        : end;

    private LocalDate DateOf(Boundary boundary) => Drawn(day.DateOf(boundary.At));

    private LocalDate Drawn(LocalDate date) => date == OpenEnd.Date ? horizon : date;
}
