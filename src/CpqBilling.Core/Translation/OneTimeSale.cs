using System.Collections.Immutable;
using CpqBilling.Core.Contract;
using CpqBilling.Core.Cpq;
using CpqBilling.Core.Planning;
using CpqBilling.Core.Pricing;

namespace CpqBilling.Core.Translation;

/// <summary>What an order with one-time lines only comes to.</summary>
internal sealed record OneTimeSale(OrderTerms Terms, ImmutableArray<PricedOneTimeLine> Lines, ImmutableArray<CouponSpec> Coupons)
{
    public PlannedInvoice Planned(Order order) =>
        new(
            InvoiceSteps.Key,
            order,
            Terms.Start,
            Terms.EndExclusive,
            null,
            [
                .. Lines.Select(line => new PlannedInvoiceLine(
                    line.Line,
                    line.Price,
                    line.Price,
                    line.Unit,
                    line.Quantity,
                    [.. Coupons.Where(coupon => coupon.LineId == line.Line.Id)]
                )),
            ],
            [.. Coupons.Where(coupon => coupon.LineId is null)]
        );
}
