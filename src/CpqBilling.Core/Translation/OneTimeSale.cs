using System.Collections.Immutable;
using CpqBilling.Core.Contract;
using CpqBilling.Core.Cpq;
using CpqBilling.Core.Planning;
using CpqBilling.Core.Pricing;

namespace CpqBilling.Core.Translation;

/// <summary>What an order with one-time lines only comes to.</summary>
internal sealed record OneTimeSale(OrderTerms Terms, ImmutableArray<PricedOneTimeLine> Lines, ImmutableArray<CouponSpec> Coupons)
{
    /// <summary>Later orders that change it; null where there are none.</summary>
    public AmendedOneTimeOrder? Amended { get; init; }

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
