namespace CpqBilling.Sandbox.Stripe.Webhooks;

/// <summary>Webhook endpoints, and what is on its way to them, as kinds of objects.</summary>
internal static class WebhookKinds
{
    public static readonly Kind<WebhookEndpoint> Endpoint = new()
    {
        Name = "webhook_endpoint",
        Prefix = "we_",
        Render = (_, endpoint) => WebhookEndpointJson.Render(endpoint),
    };

    public static readonly Kind<WebhookDelivery> Delivery = new()
    {
        Name = "webhook_delivery",
        Prefix = "whd_",
        Owner = delivery => delivery.EndpointId,
    };

    extension(Account account)
    {
        public Table<WebhookEndpoint> WebhookEndpoints => account.Table<WebhookEndpoint>();

        public Table<WebhookDelivery> WebhookDeliveries => account.Table<WebhookDelivery>();
    }
}
