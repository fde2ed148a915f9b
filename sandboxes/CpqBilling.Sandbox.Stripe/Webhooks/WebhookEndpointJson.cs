namespace CpqBilling.Sandbox.Stripe.Webhooks;

internal static class WebhookEndpointJson
{
    /// <summary>The secret is shown once, by the answer that creates the endpoint.</summary>
    public static JsonObject Render(WebhookEndpoint endpoint, bool showsSecret = false)
    {
        var form = new JsonObject
        {
            ["id"] = endpoint.Id,
            ["object"] = "webhook_endpoint",
            ["api_version"] = endpoint.ApiVersion,
            ["application"] = null,
            ["created"] = endpoint.Created,
            ["description"] = endpoint.Description,
            ["enabled_events"] = JsonText.Texts(endpoint.EnabledEvents),
            ["livemode"] = false,
            ["metadata"] = JsonText.Metadata(endpoint.Metadata),
            ["status"] = endpoint.IsDisabled ? "disabled" : "enabled",
            ["url"] = endpoint.Url,
        };
        if (showsSecret)
        {
            form["secret"] = endpoint.Secret;
        }

        return form;
    }
}
