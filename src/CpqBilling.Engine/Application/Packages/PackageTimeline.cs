using System.Collections.Immutable;
using CpqBilling.Core.Calendar;
using CpqBilling.Core.Cpq;
using CpqBilling.Core.Money;
using CpqBilling.Core.StripeState;
using CpqBilling.Core.Timeline;
using NodaTime;

namespace CpqBilling.Engine.Application.Packages;

/// <summary>Reads a timeline as the components on Salesforce's order page show it.</summary>
public static class PackageTimeline
{
    public static ImmutableArray<PackagePhase> Of(BillingTimeline timeline, DateTimeZone zone) =>
        [
            .. timeline.Phases.Select(phase => new PackagePhase(
                Day(phase.Start, zone),
                phase.End.IsOpen ? null : LastDay(phase, zone),
                [.. phase.Items.Select(Item), .. phase.Charges.Select(Charge)]
            )),
        ];

    private static PackageItem Item(TimelineItem item)
    {
        var shape = item.Price.Shape;
        var amount = shape.UnitAmount is { } unit && item.Quantity is { } quantity ? unit * quantity : (decimal?)null;
        return new PackageItem(
            Name(item.Line.Life.Line),
            item.Quantity,
            amount is { } minor ? MinorUnits.ToMajor(minor, Currency.Of(shape.Currency)) : null,
            shape.Currency.ToUpperInvariant(),
            Interval(shape.Recurring)
        );
    }

    private static PackageItem Charge(TimelineCharge charge)
    {
        var currency = charge.Like.Shape.Currency;
        return new PackageItem(
            Name(charge.Line),
            charge.Quantity,
            MinorUnits.ToMajor(charge.Unit * charge.Quantity, Currency.Of(currency)),
            currency.ToUpperInvariant(),
            null
        );
    }

    private static string? Interval(RecurringShape? recurring) =>
        recurring?.IntervalMonths switch
        {
            null => null,
            1 => "month",
            12 => "year",
            var months => $"{months} months",
        };

    private static LocalDate LastDay(TimelinePhase phase, DateTimeZone zone)
    {
        var (start, end) = (Day(phase.Start, zone), Day(phase.End, zone));
        return end > start ? end.PlusDays(-1) : start;
    }

    private static LocalDate Day(Boundary boundary, DateTimeZone zone) => boundary.At.InZone(zone).Date;

    private static string Name(OrderLine line) => line.Product?.Text("Name") ?? line.Id;
}
