using System.Collections.Immutable;
using CpqBilling.Core.Calendar;
using CpqBilling.Core.Pricing;
using NodaTime;

namespace CpqBilling.Core.Timeline;

/// <summary>A phase takes twenty one-time items. One-time lines beyond that become an invoice of their own on the same day; what settles the schedule stays with it, in phases that follow a second later.</summary>
/// <remarks>docs/decisions/0053.</remarks>
internal static class OneTimeOverflow
{
    private const int MostOneTimeItems = 20;

    public static (ImmutableArray<TimelinePhase> Phases, ImmutableArray<TimelineInvoice> Invoices) Split(TimelinePhase phase)
    {
        if (phase.Charges.Length <= MostOneTimeItems)
        {
            return ([phase], []);
        }

        var settling = phase.Charges.Where(charge => charge.Kind is not null).ToList();
        var lines = phase.Charges.Where(charge => charge.Kind is null).ToList();
        var kept = lines.Take(MostOneTimeItems - settling.Count).ToList();
        var invoices = lines.Skip(kept.Count).GroupBy(charge => charge.Order.Id).Select(rest => Invoice(phase, [.. rest]));
        return (InTurn(phase, [.. kept.Concat(settling).Chunk(MostOneTimeItems)]), [.. invoices]);
    }

    /// <summary>Each part in a phase of a second, the last one in what is left of it.</summary>
    private static ImmutableArray<TimelinePhase> InTurn(TimelinePhase phase, ImmutableArray<TimelineCharge[]> parts)
    {
        var last = parts.Length - 1;
        return
        [
            .. parts.Select(
                (charges, index) =>
                    phase with
                    {
                        Start = index == 0 ? phase.Start : After(phase, index),
                        End = index < last || phase.End < After(phase, parts.Length) ? After(phase, index + 1) : phase.End,
                        Items = index < last ? [.. phase.Items.Select(item => item with { RemovedBy = null })] : phase.Items,
                        Charges = [.. charges],
                        IsAnchor = phase.IsAnchor && index == 0,
                    }
            ),
        ];
    }

    private static Boundary After(TimelinePhase phase, int seconds) => new(phase.Start.At + Duration.FromSeconds(seconds));

    /// <summary>An amount stands on the first invoice; what a percentage takes off it takes off every one.</summary>
    private static TimelineInvoice Invoice(TimelinePhase phase, ImmutableArray<TimelineCharge> rest)
    {
        var order = rest[0].Order;
        ImmutableArray<CouponSpec> discounts = [.. phase.Discounts.Where(coupon => coupon.OrderId == order.Id && coupon.IsPercentage)];
        return new TimelineInvoice(order, phase.Start, rest, discounts, IsWholeOrder: false);
    }
}
