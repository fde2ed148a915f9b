using System.Collections.Immutable;
using CpqBilling.Core.Calendar;
using CpqBilling.Core.Cpq;
using CpqBilling.Core.Errors;
using CpqBilling.Core.Money;
using CpqBilling.Core.Pricing;
using NodaTime;

namespace CpqBilling.Core.Timeline;

/// <summary>An order that comes when everything is over: no period is left to bill, so what CPQ sold is one invoice.</summary>
/// <remarks>Units given back are amounts below zero, of which the settings say how much is credited.</remarks>
internal sealed class LateOrder(Prices prices)
{
    /// <param name="coupons">Of all orders.</param>
    public Checked<TimelineInvoice> Invoice(Order order, Instant now, ImmutableArray<CouponSpec> coupons) =>
        Checked
            .All(order.Lines.Where(IsBilled).Select(line => Charge(order, line, coupons)))
            .Select(charges => new TimelineInvoice(
                order,
                new Boundary(now, IsNow: true),
                charges,
                [.. coupons.Where(coupon => coupon.LineId is null && coupon.OrderId == order.Id)],
                IsWholeOrder: true
            ));

    /// <summary>Usage that nobody reported cannot be billed any more.</summary>
    private static bool IsBilled(OrderLine line) => line is { IsSkipped: false, IsMetered: false, Quantity: not 0 };

    private Checked<TimelineCharge> Charge(Order order, OrderLine line, ImmutableArray<CouponSpec> coupons)
    {
        var isWhole = line.Quantity == decimal.Truncate(line.Quantity);
        var units = Math.Abs(line.Quantity);
        var amount = MinorUnits.FromMajor(line.UnitPrice ?? 0, prices.Currency) * (isWhole ? 1 : units);
        var unit = amount * Math.Sign(line.Quantity) * (line.IsRebate ? -1 : 1);
        return prices
            .Reader.ForLine(line, Math.Abs(unit), line.IsRecurring)
            .Select(like => new TimelineCharge(
                order,
                line,
                null,
                unit < 0 ? null : prices.Variants.OneTime(line, like, unit, "whole", isOwn: true),
                like,
                unit,
                isWhole ? (long)units : 1,
                null,
                null,
                false,
                unit < 0 ? [] : [.. coupons.Where(coupon => coupon.LineId == line.Id)]
            ));
    }
}
