using System.Collections.Immutable;
using CpqBilling.Core.Calendar;
using CpqBilling.Core.Contract;
using CpqBilling.Core.Cpq;
using CpqBilling.Core.Errors;
using CpqBilling.Core.Mapping;
using CpqBilling.Core.Pricing;
using CpqBilling.Core.Requests;

namespace CpqBilling.Core.Planning;

/// <summary>An order without recurring lines becomes an invoice: items, draft, finalised (docs/rules/plan.md 7).</summary>
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
    private const string InvoicesPath = "/v1/invoices";

    /// <summary>The step that makes the draft of a whole order an invoice: before it nothing is billed.</summary>
    public const string FinalizeKey = $"{Key}/finalize";

    public static string KeyOf(Order order) => $"{Key}/{order.Id}";

    /// <summary>Orders whose invoices beside a schedule a refused plan has not come to the end of.</summary>
    /// <param name="isAnswered">Whether Stripe took the step of a key.</param>
    public static ImmutableArray<string> OrdersLeft(IReadOnlyList<PlanStep> plan, Func<string, bool> isAnswered) =>
        [
            .. plan.Where(step => step.Path == InvoicesPath && step.Key != Key && !LastOf(plan, step).All(isAnswered))
                .Select(step => step.Source.Id)
                .Distinct(),
        ];

    private static IEnumerable<string> LastOf(IReadOnlyList<PlanStep> plan, PlanStep draft) =>
        plan.Select(step => step.Key).Where(key => key.StartsWith($"{draft.Key}/", StringComparison.Ordinal));

    /// <summary>A draft, its items, and what makes it an invoice; yields its id.</summary>
    public StripeValue Plan(PlannedInvoice planned, StripeValue customer)
    {
        var (key, order) = (planned.Key, planned.Order);
        var body = new StripeMap().Set("customer", customer).Set("auto_advance", false).Set("pending_invoice_items_behavior", "exclude");
        body.Set("currency", planned.Lines[0].Like.Shape.Currency);
        var mapped = header.Mapped(order, MappedObject.Invoice);
        body.Merge(mapped["collection_method"] is null ? planned.Collection : new StripeMap()).Merge(mapped);
        body.Set("metadata", metadata.Tie(body["metadata"] as StripeMap ?? new StripeMap(), "Order", order.Id));
        MetadataLimits.Check(body["metadata"], order.Ref, errors);
        body.Set("discounts", Discounts(planned.Discounts));

        var contents = InvoiceContents.Of(planned, mapper);
        var invoice = steps.Create(key, InvoicesPath, body, order.Ref, planned.IsWholeOrder ? order.Ref : null, contents);
        foreach (var line in planned.Lines)
        {
            var item = Item(line, planned, customer).Set("invoice", invoice);
            steps.Add(new PlanStep($"invoiceitem/{line.Line.Id}", StripeMethod.Post, "/v1/invoiceitems", item, "", line.Line.Ref));
        }

        Finalize(planned, order);
        return invoice;
    }

    /// <summary>At once, or on its day: until then Stripe keeps it as a draft and finalises it by itself.</summary>
    private void Finalize(PlannedInvoice planned, Order order)
    {
        var key = planned.Key;
        if (planned.FinalizedAt is { } day)
        {
            var body = new StripeMap().Set("auto_advance", true).Set("automatically_finalizes_at", day);
            steps.Change($"{key}/draft", $"/v1/invoices/{{ref:{key}}}", body, "", order.Ref);
            return;
        }

        steps.Change($"{key}/finalize", $"/v1/invoices/{{ref:{key}}}/finalize", new StripeMap(), "", order.Ref);
        if (planned.IsWholeOrder)
        {
            steps.Write(order.Ref, "Stripe_Invoice_Payment_Link__c", new StripeRef($"{key}/finalize#hosted_invoice_url"));
        }
    }

    private StripeMap Item(PlannedInvoiceLine line, PlannedInvoice planned, StripeValue customer)
    {
        var own = mapper.Apply(MappedObject.Item, line.Line.Record, new StripeMap())["metadata"] as StripeMap ?? new StripeMap();
        metadata.Tie(own, "OrderItem", line.Line.Id);
        MetadataLimits.Check(own, line.Line.Ref, errors);
        var body = new StripeMap().Set("customer", customer);
        if (line.Price is { } price)
        {
            body.SetPath("pricing.price", catalog.IdOf(price, line.Line));
        }
        else
        {
            catalog.EnsureProduct(line.Line);
            body.SetPath("price_data.currency", line.Like.Shape.Currency)
                .SetPath("price_data.product", line.Like.Body["product"])
                .SetPath("price_data.unit_amount_decimal", line.Unit);
        }

        return body.Set("quantity", (decimal)line.Quantity)
            .SetPath("period.start", day.StartOf(planned.Start))
            .SetPath("period.end", day.StartOf(planned.EndExclusive == OpenEnd.Date ? planned.Start : planned.EndExclusive))
            .Set("metadata", own)
            .Set("discounts", Discounts(line.Coupons));
    }

    private StripeList? Discounts(IEnumerable<CouponSpec> coupons)
    {
        var list = coupons.Select(StripeValue (coupon) => new StripeMap().Set("coupon", catalog.IdOf(coupon))).ToList();
        return list.Count == 0 ? null : StripeList.Of(list);
    }
}
