namespace CpqBilling.Sandbox.Stripe.Webhooks;

/// <summary>Endpoints that receive events, as clients manage them.</summary>
internal static class WebhookEndpointEndpoints
{
    public static void Map(RouteTable routes) =>
        routes
            .Post(
                "/v1/webhook_endpoints",
                () =>
                    ParameterShape.Of<Sdk.WebhookEndpointCreateOptions>().Require("enabled_events", "url").Emptyable("description").Unkept("connect"),
                Create
            )
            .Get(
                "/v1/webhook_endpoints",
                () => ParameterShape.Of<Sdk.WebhookEndpointListOptions>(),
                call => call.Page.Of(call.Account.WebhookEndpoints.All, endpoint => WebhookEndpointJson.Render(endpoint))
            )
            .Get("/v1/webhook_endpoints/{id}", call => WebhookEndpointJson.Render(Find(call)))
            .Post("/v1/webhook_endpoints/{id}", () => ParameterShape.Of<Sdk.WebhookEndpointUpdateOptions>().Emptyable("description"), Update)
            .Delete("/v1/webhook_endpoints/{id}", Delete);

    private static WebhookEndpoint Find(ApiCall call) => call.Account.WebhookEndpoints.InPath(call.Id, "webhook endpoint");

    private static JsonObject Create(ApiCall call)
    {
        var (account, form) = (call.Account, call.Form);
        var endpoint = new WebhookEndpoint
        {
            Url = ReadUrl(form),
            EnabledEvents = ReadEvents(form),
            ApiVersion = form.Text("api_version") is { } version ? ApiVersions.Effective(version, account.Decisions) : null,
            Description = form.Text("description"),
            Metadata = MetadataRules.Read(form),
            Secret = account.Ids.Next("whsec_"),
        };
        account.Stamp(endpoint, account.BaseTimeline.Now);
        account.WebhookEndpoints.Add(endpoint);
        return WebhookEndpointJson.Render(endpoint, showsSecret: true);
    }

    private static JsonObject Update(ApiCall call)
    {
        var (endpoint, form) = (Find(call), call.Form);
        MetadataRules.Merge(endpoint.Metadata, form);
        endpoint.Url = form.Has("url") ? ReadUrl(form) : endpoint.Url;
        endpoint.EnabledEvents = form.Has("enabled_events") ? ReadEvents(form) : endpoint.EnabledEvents;
        endpoint.Description = form.Has("description") ? form.Text("description") : endpoint.Description;
        endpoint.IsDisabled = form.Flag("disabled") ?? endpoint.IsDisabled;
        return WebhookEndpointJson.Render(endpoint);
    }

    private static JsonObject Delete(ApiCall call)
    {
        var endpoint = Find(call);
        foreach (
            var delivery in call.Account.WebhookDeliveries.OwnedBy(endpoint.Id).Where(delivery => delivery.Status == WebhookDelivery.Pending).ToList()
        )
        {
            DeliveryBook.Close(call.Account, delivery, WebhookDelivery.Failed);
        }

        call.Account.WebhookEndpoints.Remove(endpoint);
        return JsonText.Deleted(endpoint.Id, "webhook_endpoint");
    }

    private static string ReadUrl(Parameters form)
    {
        var text = form.RequiredText("url");
        return Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"
            ? text
            : throw Errors.Refused("Invalid URL: An explicit scheme (such as https) must be provided.", "url", "url_invalid");
    }

    private static IReadOnlyList<string> ReadEvents(Parameters form)
    {
        var types = form.Texts("enabled_events");
        return types.Where(type => !EventTypes.IsKnown(type)).ToList() switch
        {
            { Count: > 0 } unknown => throw Errors.Refused(
                $"The following event types are not known: {string.Join(", ", unknown)}.",
                "enabled_events"
            ),
            _ when types.Contains("*") && types.Count > 1 => throw Errors.Refused(
                "Listen to all events with `*` alone, or list the events.",
                "enabled_events"
            ),
            _ => types,
        };
    }
}
