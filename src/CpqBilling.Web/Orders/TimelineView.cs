using System.Collections.Immutable;
using CpqBilling.Core.Calendar;
using CpqBilling.Core.Pricing;
using CpqBilling.Core.Timeline;
using NodaTime;

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
    public static TimelineView Of(BillingTimeline timeline)
    {
        var start = timeline.Phases[0].Start.At;
        var end = timeline.Phases[^1].End.At;
        var length = Math.Max(1, (end - start).TotalSeconds);
        var rows = timeline
            .Phases.SelectMany(phase => phase.Items.Select(item => (phase, item)))
            .GroupBy(pair => pair.item.Line.Life.Line.Id)
            .Select(group => new TimelineRow(
                Name(group.First().item.Line.Life.Line),
                [.. group.Select(pair => Bar(pair.phase, pair.item, start, length))]
            ));
        return new TimelineView(start, end, [.. rows], [.. timeline.Phases.Select(Phase)], [.. timeline.Phases.SelectMany(ChargesOf)]);
    }

    private static TimelineBar Bar(TimelinePhase phase, TimelineItem item, Instant start, double length) =>
        new(
            100 * (phase.Start.At - start).TotalSeconds / length,
            100 * (phase.End.At - phase.Start.At).TotalSeconds / length,
            Day(phase.Start),
            Day(phase.End),
            Quantity(item),
            MoneyText.OfPrice(item.Price.Shape)
        );

    private static TimelinePhaseView Phase(TimelinePhase phase) =>
        new(
            Day(phase.Start),
            Day(phase.End),
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

    private static IEnumerable<ChargeView> ChargesOf(TimelinePhase phase) =>
        phase.Charges.Select(charge => new ChargeView(
            Day(phase.Start),
            Name(charge.Line),
            KindOf(charge),
            charge.Quantity,
            MoneyText.Of(charge.Unit, charge.Like.Shape.Currency),
            MoneyText.Of(charge.Unit * charge.Quantity, charge.Like.Shape.Currency)
        ));

    private static string Name(Core.Cpq.OrderLine line) => line.Product?.Text("Name") ?? line.Id;

    private static string Quantity(TimelineItem item) => item.Quantity is { } quantity ? $"{quantity}" : "by use";

    private static string KindOf(TimelineCharge charge) => charge.Kind?.ToString().ToLowerInvariant() ?? "one-time";

    private static string Discounts(ImmutableArray<CouponSpec> coupons) => string.Join(", ", coupons.Select(Discount));

    private static string Discount(CouponSpec coupon)
    {
        var off = coupon.PercentOff is { } percent ? $"{percent:0.##} % off" : $"{coupon.AmountOff:0.00} off";
        return coupon.DurationInMonths is { } months ? $"{off} for {months} months" : $"{off} {coupon.Duration}";
    }

    private static string Day(Boundary boundary) =>
        boundary.IsNow
            ? "now"
            : NodaTime.Text.InstantPattern.General.Format(boundary.At).Replace("T00:00:00Z", "", StringComparison.Ordinal).Replace('T', ' ');
}

/// <summary>An order line over time.</summary>
public sealed record TimelineRow(string Name, ImmutableArray<TimelineBar> Bars);

/// <param name="Left">Share of the contract before the bar, in per cent.</param>
/// <param name="Width">In per cent.</param>
public sealed record TimelineBar(double Left, double Width, string From, string To, string Quantity, string Price);

/// <param name="To">Exclusive.</param>
/// <param name="Discounts">Coupons of the whole phase.</param>
public sealed record TimelinePhaseView(string From, string To, string Order, ImmutableArray<TimelineEntry> Entries, string Discounts);

public sealed record TimelineEntry(string Name, string Quantity, string Price, string Discounts);

/// <summary>An amount charged once when its phase begins.</summary>
public sealed record ChargeView(string On, string Name, string Kind, long Quantity, string Unit, string Amount);
