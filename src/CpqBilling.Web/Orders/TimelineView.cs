using System.Collections.Immutable;
using CpqBilling.Core.Calendar;
using CpqBilling.Core.Cpq;
using CpqBilling.Core.Pricing;
using CpqBilling.Core.Timeline;
using CpqBilling.Engine.Application.Words;
using NodaTime;
using NodaTime.Text;

namespace CpqBilling.Web.Orders;

/// <summary>A timeline in words and shares, for bars and tables: one row per line, one bar per phase it runs in.</summary>
public sealed record TimelineView(
    Instant Start,
    Instant End,
    ImmutableArray<TimelineRow> Rows,
    ImmutableArray<TimelinePhaseView> Phases,
    ImmutableArray<ChargeView> Charges
)
{
    /// <summary>A year of what goes on without an end.</summary>
    private static readonly Duration ShownOfOpen = Duration.FromDays(365);

    public static TimelineView Of(BillingTimeline timeline)
    {
        var start = timeline.Phases[0].Start.At;
        var end = timeline.IsOpen ? timeline.Phases[^1].Start.At + ShownOfOpen : timeline.Phases[^1].End.At;
        var day = timeline.Life.Calendar.Day;
        var rows = timeline
            .Phases.SelectMany(phase => phase.Items.Select(item => (phase, item)))
            .GroupBy(pair => pair.item.Line.Life.Line.Id)
            .Select(group => new TimelineRow(
                Name(group.First().item.Line.Life.Line),
                [.. group.Select(pair => Bar(pair.phase, pair.item, new Span(start, end, day)))]
            ));
        return new TimelineView(
            start,
            end,
            [.. rows],
            [.. timeline.Phases.Select(phase => Phase(phase, day))],
            [.. timeline.Phases.SelectMany(phase => ChargesOf(phase, day))]
        );
    }

    private static TimelineBar Bar(TimelinePhase phase, TimelineItem item, Span shown) =>
        new(
            100 * (phase.Start.At - shown.Start).TotalSeconds / shown.Length,
            100 * (Instant.Min(phase.End.At, shown.End) - phase.Start.At).TotalSeconds / shown.Length,
            Text(phase.Start, shown.Day),
            Text(phase.End, shown.Day),
            Quantity(item),
            MoneyText.OfPrice(item.Price.Shape)
        );

    private static TimelinePhaseView Phase(TimelinePhase phase, BillingDay day) =>
        new(
            Text(phase.Start, day),
            Text(phase.End, day),
            phase.Order.Label,
            [
                .. phase.Items.Select(item => new TimelineEntry(
                    Name(item.Line.Life.Line),
                    Quantity(item),
                    MoneyText.OfPrice(item.Price.Shape),
                    Discounts(item.Coupons)
                )),
                .. phase.Charges.Select(charge => new TimelineEntry(
                    $"{Name(charge.Line)}, {KindOf(charge)}",
                    $"{charge.Quantity}",
                    $"{MoneyText.Of(charge.Unit, charge.Like.Shape.Currency)} once",
                    Discounts(charge.Coupons)
                )),
            ],
            Discounts(phase.Discounts)
        );

    private static IEnumerable<ChargeView> ChargesOf(TimelinePhase phase, BillingDay day) =>
        phase.Charges.Select(charge => new ChargeView(
            Text(phase.Start, day),
            Name(charge.Line),
            KindOf(charge),
            charge.Quantity,
            MoneyText.Of(charge.Unit, charge.Like.Shape.Currency),
            MoneyText.Of(charge.Unit * charge.Quantity, charge.Like.Shape.Currency)
        ));

    private static string Name(Core.Cpq.OrderLine line) => line.Product?.Text("Name") ?? line.Id;

    private static string Quantity(TimelineItem item) => item.Quantity is { } quantity ? $"{quantity}" : "by use";

    private static string KindOf(TimelineCharge charge) => charge.Kind?.ToString().ToLowerInvariant() ?? "one-time";

    private static string Discounts(ImmutableArray<CouponSpec> coupons) => string.Join(", ", coupons.Select(CouponText.Of));

    private static string Text(Boundary boundary, BillingDay day) =>
        boundary.IsNow ? "now"
        : boundary.IsOpen ? "open"
        : day.AsDate(boundary.At) is { } date ? $"{date:uuuu-MM-dd}"
        : InstantPattern.General.Format(boundary.At).Replace('T', ' ');

    /// <summary>What the bars stand for.</summary>
    private sealed record Span(Instant Start, Instant End, BillingDay Day)
    {
        public double Length => Math.Max(1, (End - Start).TotalSeconds);
    }
}
