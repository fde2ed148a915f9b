using System.Collections.Immutable;
using CpqBilling.Core.Calendar;
using CpqBilling.Core.Cpq;
using CpqBilling.Core.Errors;
using CpqBilling.Core.Mapping;
using CpqBilling.Core.Pricing;
using CpqBilling.Core.Requests;

namespace CpqBilling.Core.Planning;

/// <summary>An order without recurring lines becomes an invoice: items, draft, finalised (docs/rules/plan.md 7).</summary>
public sealed class InvoiceSteps(PlanGround ground, Catalogue catalogue, ScheduleSettings header)
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

    /// <summary>A draft, its items, and what makes it an invoice.</summary>
    /// <param name="before">What the same run makes before it.</param>
    public Checked<PlanPart> Plan(PlannedInvoice planned, StripeValue customer, PlanPart before) =>
        from draft in Draft(planned, customer)
        from coupons in catalogue.For(CatalogueNeed.Coupons(planned.Discounts))
        from items in Checked.All(planned.Lines.Zip(KeysOfItems(planned, before), (line, key) => Item(line, key, planned, customer)))
        select PlanPart.Join([coupons, draft, .. items, Finalized(planned)]);

    private Checked<PlanPart> Draft(PlannedInvoice planned, StripeValue customer)
    {
        var order = planned.Order;
        var own = StripeMap.Of(
            ("customer", customer),
            ("auto_advance", false),
            ("pending_invoice_items_behavior", "exclude"),
            ("currency", planned.Lines[0].Like.Shape.Currency)
        );
        return from mapped in header.Mapped(order, MappedObject.Invoice)
            let collected = mapped["collection_method"] is null ? own.Merge(planned.Collection) : own
            let body = collected.Merge(mapped)
            from limited in MetadataLimits.Within(ground.Metadata.Tie(body.Child("metadata"), "Order", order.Id), order.Ref)
            let whole = body.Set("metadata", limited).Set("discounts", CouponSpec.Listed(planned.Discounts))
            let creation = new Creation(planned.Key, InvoicesPath, whole, order.Ref, planned.IsWholeOrder ? order.Ref : null)
            {
                State = InvoiceContents.Of(planned, ground.Mapper),
            }
            select creation.Part(ground.Stripe);
    }

    /// <summary>At once, or on its day: until then Stripe keeps it as a draft and finalises it by itself.</summary>
    private static PlanPart Finalized(PlannedInvoice planned)
    {
        var (key, order) = (planned.Key, planned.Order);
        if (planned.FinalizedAt is { } day)
        {
            var body = StripeMap.Of(("auto_advance", true), ("automatically_finalizes_at", day));
            return PlanPart.Of(new PlanStep($"{key}/draft", StripeMethod.Post, $"{InvoicesPath}/{{ref:{key}}}", body, "", order.Ref));
        }

        var path = $"{InvoicesPath}/{{ref:{key}}}/finalize";
        var finalize = PlanPart.Of(new PlanStep($"{key}/finalize", StripeMethod.Post, path, new StripeMap(), "", order.Ref));
        var link = new FieldWrite(order.Ref, "Stripe_Invoice_Payment_Link__c", new StripeRef($"{key}/finalize#hosted_invoice_url"));
        return planned.IsWholeOrder ? finalize with { Writes = [link] } : finalize;
    }

    /// <summary>A line can be billed and taken back, or taken back by several orders, in one run.</summary>
    private static List<string> KeysOfItems(PlannedInvoice planned, PlanPart before)
    {
        var taken = before.Steps.Select(step => step.Key).ToHashSet();
        var keys = new List<string>();
        foreach (var own in planned.Lines.Select(line => $"invoiceitem/{line.Line.Id}"))
        {
            var others = Enumerable.Range(1, int.MaxValue).Select(number => $"{own}/{planned.Order.Id}/{number}");
            keys.Add(others.Prepend(own).First(taken.Add));
        }

        return keys;
    }

    private Checked<PlanPart> Item(PlannedInvoiceLine line, string key, PlannedInvoice planned, StripeValue customer) =>
        from mapped in ground.Mapper.Apply(MappedObject.Item, line.Line.Record)
        from own in MetadataLimits.Within(ground.Metadata.Tie(mapped.Child("metadata"), "OrderItem", line.Line.Id), line.Line.Ref)
        from needs in catalogue.For(CatalogueNeed.Coupons(line.Coupons).Prepend(CatalogueNeed.PriceOrProduct(line.Price, line.Line)))
        let body = Amount(line, new StripeMap().Set("customer", customer))
            .Set("quantity", (decimal)line.Quantity)
            .SetPath("period.start", ground.Day.StartOf(planned.Start))
            .SetPath("period.end", ground.Day.StartOf(planned.EndExclusive == OpenEnd.Date ? planned.Start : planned.EndExclusive))
            .Set("metadata", own)
            .Set("discounts", CouponSpec.Listed(line.Coupons))
            .Set("invoice", new StripeRef(planned.Key))
        select needs.And(PlanPart.Of(new PlanStep(key, StripeMethod.Post, "/v1/invoiceitems", body, "", line.Line.Ref)));

    private StripeMap Amount(PlannedInvoiceLine line, StripeMap body) =>
        line.Price is { } price
            ? body.SetPath("pricing.price", catalogue.IdOf(price, line.Line))
            : body.Set(
                "price_data",
                StripeMap.Of(("currency", line.Like.Shape.Currency), ("product", line.Like.Body["product"]), ("unit_amount_decimal", line.Unit))
            );
}
