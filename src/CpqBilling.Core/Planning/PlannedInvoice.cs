using System.Collections.Immutable;
using CpqBilling.Core.Calendar;
using CpqBilling.Core.Cpq;
using CpqBilling.Core.Pricing;
using CpqBilling.Core.Requests;
using CpqBilling.Core.StripeState;
using CpqBilling.Core.Timeline;
using NodaTime;

namespace CpqBilling.Core.Planning;

/// <summary>An invoice as its requests are made of it.</summary>
/// <param name="Key">The step that makes it.</param>
/// <param name="Start">First day of what is charged.</param>
/// <param name="FinalizedAt">A later day on which the draft becomes an invoice; null at once.</param>
/// <param name="Discounts">On the invoice as a whole.</param>
public sealed record PlannedInvoice(
    string Key,
    Order Order,
    LocalDate Start,
    LocalDate EndExclusive,
    Instant? FinalizedAt,
    ImmutableArray<PlannedInvoiceLine> Lines,
    ImmutableArray<CouponSpec> Discounts
)
{
    /// <summary>The order gets the invoice's id; otherwise it has that of its schedule.</summary>
    public bool IsWholeOrder { get; init; } = true;

    /// <summary>How the contract collects, for an invoice beside its schedule; what is mapped for invoices wins.</summary>
    public StripeMap Collection { get; init; } = new();

    /// <summary>Of a timeline's invoice, for the days of its order.</summary>
    public static PlannedInvoice Of(TimelineInvoice invoice, Contract.OrderTerms terms, Instant now) =>
        new(
            InvoiceSteps.KeyOf(invoice.Order),
            invoice.Order,
            terms.Start,
            terms.EndExclusive > terms.Start ? terms.EndExclusive : terms.Start.PlusDays(1),
            !invoice.At.IsNow && invoice.At.At > now ? invoice.At.At : null,
            [
                .. invoice.Charges.Select(charge => new PlannedInvoiceLine(
                    charge.Line,
                    charge.Price,
                    charge.Like,
                    charge.Unit,
                    charge.Quantity,
                    charge.Coupons
                )),
            ],
            invoice.Discounts
        )
        {
            IsWholeOrder = invoice.IsWholeOrder,
        };
}

/// <param name="Price">Null on negative amounts, which Stripe takes inline only.</param>
/// <param name="Like">Says currency and product of an inline amount.</param>
/// <param name="Unit">Minor units per unit.</param>
public sealed record PlannedInvoiceLine(
    OrderLine Line,
    PriceSpec? Price,
    PriceSpec Like,
    decimal Unit,
    long Quantity,
    ImmutableArray<CouponSpec> Coupons
);
