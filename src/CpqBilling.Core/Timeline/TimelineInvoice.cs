using System.Collections.Immutable;
using CpqBilling.Core.Calendar;
using CpqBilling.Core.Cpq;
using CpqBilling.Core.Pricing;

namespace CpqBilling.Core.Timeline;

/// <summary>An invoice beside those of the schedule, for what is charged once and belongs on none of them.</summary>
/// <param name="At">When it is made out: at the sync, or on a later day until which it is a draft.</param>
/// <param name="Charges">One-time lines; or the lines of an order that came after the contract's end, each as a whole.</param>
/// <param name="Discounts">Coupons of the order.</param>
/// <param name="IsWholeOrder">The order is billed by this invoice alone, and gets its id.</param>
public sealed record TimelineInvoice(
    Order Order,
    Boundary At,
    ImmutableArray<TimelineCharge> Charges,
    ImmutableArray<CouponSpec> Discounts,
    bool IsWholeOrder
)
{
    /// <summary>What it bills, to be compared with another.</summary>
    internal IEnumerable<(string Order, string Line, decimal Unit, long Quantity, string Coupons)> Bills =>
        Charges.Select(charge =>
            (Order.Id, charge.Line.Id, charge.Unit, charge.Quantity, string.Join(' ', charge.Coupons.Concat(Discounts).Select(coupon => coupon.Key)))
        );
}
