using CpqBilling.Core.Calendar;
using CpqBilling.Core.Contract;
using CpqBilling.Core.Cpq;
using CpqBilling.Core.Errors;
using CpqBilling.Core.Mapping;
using CpqBilling.Core.Pricing;
using CpqBilling.Core.Requests;
using NodaTime;

namespace CpqBilling.Core.Planning;

/// <summary>An order without recurring lines becomes an invoice: items, draft, finalised (orders.md rule 44).</summary>
public sealed class InvoiceSteps(
    FieldMapper mapper,
    RecordMetadata metadata,
    CatalogSteps catalog,
    ScheduleSettings header,
    BillingDay day,
    StepList steps,
    ErrorList errors
)
{
    public const string Key = "invoice";

    public void Plan(Order order, OrderTerms terms, IReadOnlyList<PricedOneTimeLine> lines, IReadOnlyList<CouponSpec> coupons, StripeValue customer)
    {
        var body = new StripeMap().Set("customer", customer).Set("auto_advance", false).Set("pending_invoice_items_behavior", "exclude");
        body.Set("currency", lines[0].Price.Shape.Currency);
        body.Merge(header.Mapped(order, MappedObject.Invoice));
        body.Set("metadata", metadata.Tie(body["metadata"] as StripeMap ?? new StripeMap(), "Order", order.Id));
        MetadataLimits.Check(body["metadata"], order.Ref, errors);
        body.Set("discounts", Discounts(coupons.Where(coupon => coupon.LineId is null)));

        var invoice = steps.Create(Key, "/v1/invoices", body, order.Ref, order.Ref);
        foreach (var line in lines)
        {
            steps.Add(
                new PlanStep(
                    $"invoiceitem/{line.Line.Id}",
                    StripeMethod.Post,
                    "/v1/invoiceitems",
                    Item(line, coupons, terms, customer, invoice),
                    "",
                    line.Line.Ref
                )
            );
        }

        steps.Change($"{Key}/finalize", $"/v1/invoices/{{ref:{Key}}}/finalize", new StripeMap(), "", order.Ref);
        steps.Write(order.Ref, "Stripe_Invoice_Payment_Link__c", new StripeRef($"{Key}/finalize#hosted_invoice_url"));
    }

    private StripeMap Item(PricedOneTimeLine line, IReadOnlyList<CouponSpec> coupons, OrderTerms terms, StripeValue customer, StripeValue invoice)
    {
        var own = mapper.Apply(MappedObject.Item, line.Line.Record, new StripeMap())["metadata"] as StripeMap ?? new StripeMap();
        metadata.Tie(own, "OrderItem", line.Line.Id);
        MetadataLimits.Check(own, line.Line.Ref, errors);
        return new StripeMap()
            .Set("customer", customer)
            .Set("invoice", invoice)
            .SetPath("pricing.price", catalog.IdOf(line.Price, line.Line))
            .Set("quantity", (decimal)line.Quantity)
            .SetPath("period.start", Seconds(terms.Start))
            .SetPath("period.end", Seconds(terms.EndExclusive))
            .Set("metadata", own)
            .Set("discounts", Discounts(coupons.Where(coupon => coupon.LineId == line.Line.Id)));
    }

    private Instant Seconds(LocalDate date) => day.StartOf(date);

    private StripeList? Discounts(IEnumerable<CouponSpec> coupons)
    {
        var list = coupons.Select(StripeValue (coupon) => new StripeMap().Set("coupon", catalog.IdOf(coupon))).ToList();
        return list.Count == 0 ? null : StripeList.Of(list);
    }
}

/// <summary>A one-time line with the price it is charged by.</summary>
public sealed record PricedOneTimeLine(OrderLine Line, PriceSpec Price, decimal Unit, long Quantity);
