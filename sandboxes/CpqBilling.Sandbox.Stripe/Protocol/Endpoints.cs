using CpqBilling.Sandbox.Stripe.Search;
using CpqBilling.Sandbox.Stripe.Webhooks;

namespace CpqBilling.Sandbox.Stripe.Protocol;

/// <summary>The list of everything the server answers.</summary>
internal static class Endpoints
{
    public static RouteTable All()
    {
        var routes = new RouteTable();
        CustomerEndpoints.Map(routes);
        BalanceTransactionEndpoints.Map(routes);
        PaymentMethodEndpoints.Map(routes);
        ProductEndpoints.Map(routes);
        PriceEndpoints.Map(routes);
        CouponEndpoints.Map(routes);
        PromotionCodeEndpoints.Map(routes);
        MeterEndpoints.Map(routes);
        MeterEventEndpoints.Map(routes);
        ScheduleEndpoints.Map(routes);
        SubscriptionEndpoints.Map(routes);
        SubscriptionItemEndpoints.Map(routes);
        InvoiceItemEndpoints.Map(routes);
        InvoiceEndpoints.Map(routes);
        InvoiceLineEndpoints.Map(routes);
        InvoicePaymentEndpoints.Map(routes);
        PreviewEndpoints.Map(routes);
        TestClockEndpoints.Map(routes);
        EventEndpoints.Map(routes);
        AccountEndpoints.Map(routes);
        WebhookEndpointEndpoints.Map(routes);
        SearchEndpoints.Map(routes);
        return routes;
    }
}
