using System.Collections.Immutable;
using CpqBilling.Core.Cpq;
using CpqBilling.Core.Errors;
using CpqBilling.Core.Pricing;

namespace CpqBilling.Core.Timeline;

/// <summary>A phase takes twenty one-time items: what is more than that becomes an invoice of its own on the same day.</summary>
/// <remarks>Prorations and credits stay with the schedule, which they settle; one-time lines can stand on any invoice.</remarks>
internal static class InvoiceOverflow
{
    private const int MostOneTimeItems = 20;

    public static Checked<(TimelinePhase Phase, ImmutableArray<TimelineInvoice> Invoices)> Split(TimelinePhase phase)
    {
        if (phase.Charges.Length <= MostOneTimeItems)
        {
            return (phase, ImmutableArray<TimelineInvoice>.Empty);
        }

        var settling = phase.Charges.Where(charge => charge.Kind is not null).ToList();
        if (settling.Count > MostOneTimeItems)
        {
            return Checked.Of(
                (phase, ImmutableArray<TimelineInvoice>.Empty),
                ShapeErrors.TooManyOneTimeItems(phase.Order.Ref, settling.Count, MostOneTimeItems)
            );
        }

        var lines = phase.Charges.Where(charge => charge.Kind is null).ToList();
        var kept = lines.Take(MostOneTimeItems - settling.Count).ToList();
        var invoices = lines.Skip(kept.Count).GroupBy(charge => charge.Order.Id).Select(rest => Invoice(phase, [.. rest]));
        return (phase with { Charges = [.. kept, .. settling] }, invoices.ToImmutableArray());
    }

    /// <summary>An amount stands on the first invoice; what a percentage takes off it takes off every one.</summary>
    private static TimelineInvoice Invoice(TimelinePhase phase, ImmutableArray<TimelineCharge> rest)
    {
        var order = rest[0].Order;
        ImmutableArray<CouponSpec> discounts = [.. phase.Discounts.Where(coupon => coupon.OrderId == order.Id && coupon.IsPercentage)];
        return new TimelineInvoice(order, phase.Start, rest, discounts, IsWholeOrder: false);
    }
}
