namespace CpqBilling.Sandbox.Stripe.Events;

internal static class EventEndpoints
{
    public static void Map(RouteTable routes) =>
        routes
            .Get("/v1/events", () => ParameterShape.Of<Sdk.EventListOptions>(), List)
            .Get("/v1/events/{id}", call => Render(call, call.Account.Events.Find(call.Id) ?? throw Errors.NotFound("event", call.Id)));

    private static JsonObject List(ApiCall call)
    {
        var (form, page) = (call.Form, call.Page);
        form.RefuseTogether("type", "types");
        var types = form.Texts("types");
        if (types.Count > 20)
        {
            throw Errors.Malformed("You may only specify up to 20 event types.", "types");
        }

        return page.Of(
            call.Account.Events.All.Where(record =>
                Fits(record.Type, form.Text("type"))
                && (types.Count == 0 || types.Contains(record.Type))
                && (form.Flag("delivery_success") is not { } delivered || delivered == (record.PendingWebhooks == 0))
                && page.Fits("created", record.Created)
            ),
            record => Render(call, record)
        );
    }

    private static JsonObject Render(ApiCall call, EventRecord record) => EventJson.Render(record, call.Account.Decisions.DefaultVersion);

    /// <summary>A wanted type may end in a star.</summary>
    private static bool Fits(string type, string? wanted) =>
        wanted is null || (wanted.EndsWith('*') ? type.StartsWith(wanted[..^1], StringComparison.Ordinal) : type == wanted);
}
