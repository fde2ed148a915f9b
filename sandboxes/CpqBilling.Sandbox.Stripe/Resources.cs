using CpqBilling.Sandbox.Stripe.Search;

namespace CpqBilling.Sandbox.Stripe;

/// <summary>The list of everything the server keeps and answers: a new kind of object is one folder and one entry here.</summary>
internal static class Resources
{
    public static readonly IReadOnlyList<Resource> All =
    [
        new(TestClockEndpoints.Map, ClockKinds.TestClock),
        new(CustomerEndpoints.Map, CatalogueKinds.Customer),
        new(BalanceTransactionEndpoints.Map, CatalogueKinds.BalanceTransaction),
        new(PaymentMethodEndpoints.Map, CatalogueKinds.PaymentMethod),
        new(ProductEndpoints.Map, CatalogueKinds.Product),
        new(PriceEndpoints.Map, CatalogueKinds.Price),
        new(PlanEndpoints.Map),
        new(CouponEndpoints.Map, CatalogueKinds.Coupon),
        new(PromotionCodeEndpoints.Map, CatalogueKinds.PromotionCode),
        new(_ => { }, CatalogueKinds.Discount),
        new(MeterEndpoints.Map, CatalogueKinds.Meter),
        new(MeterEventEndpoints.Map, CatalogueKinds.MeterEvent),
        new(ScheduleEndpoints.Map, ScheduleKinds.Schedule),
        new(SubscriptionEndpoints.Map, SubscriptionKinds.Subscription),
        new(SubscriptionItemEndpoints.Map),
        new(InvoiceItemEndpoints.Map, InvoiceKinds.InvoiceItem),
        new(InvoiceEndpoints.Map, InvoiceKinds.Invoice),
        new(InvoiceLineEndpoints.Map),
        new(InvoicePaymentEndpoints.Map, InvoiceKinds.InvoicePayment),
        new(PaymentIntentEndpoints.Map, PaymentKinds.PaymentIntent),
        new(_ => { }, PaymentKinds.Charge),
        new(SetupIntentEndpoints.Map, PaymentKinds.SetupIntent),
        new(RefundEndpoints.Map, PaymentKinds.Refund),
        new(CreditNoteEndpoints.Map, CreditNoteKinds.CreditNote),
        new(PreviewEndpoints.Map),
        new(EventEndpoints.Map),
        new(AccountEndpoints.Map),
        new(WebhookEndpointEndpoints.Map, WebhookKinds.Endpoint),
        new(_ => { }, WebhookKinds.Delivery),
    ];

    public static IReadOnlyList<Kind> Kinds => [.. All.Select(resource => resource.Kind).OfType<Kind>()];

    public static RouteTable Routes()
    {
        var routes = new RouteTable();
        foreach (var resource in All)
        {
            resource.Map(routes);
        }

        SearchEndpoints.Map(routes, Kinds);
        return routes;
    }
}
