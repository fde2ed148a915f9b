namespace CpqBilling.Sandbox.Stripe.Catalogue;

internal static class MeterEndpoints
{
    public static void Map(RouteTable routes) =>
        routes
            .Post(
                "/v1/billing/meters",
                () =>
                    ParameterShape
                        .Of<Sdk.Billing.MeterCreateOptions>()
                        .Require("display_name", "event_name", "default_aggregation", "default_aggregation.formula")
                        .OneOf("default_aggregation.formula", "count", "last", "sum")
                        .OneOf("event_time_window", "day", "hour")
                        .OneOf("customer_mapping.type", "by_id")
                        .AtMostCharacters("display_name", 250)
                        .AtMostCharacters("event_name", 100),
                Create
            )
            .Get("/v1/billing/meters", () => ParameterShape.Of<Sdk.Billing.MeterListOptions>(), List)
            .Get("/v1/billing/meters/{id}", call => MeterJson.Render(Find(call)))
            .Post("/v1/billing/meters/{id}", () => ParameterShape.Of<Sdk.Billing.MeterUpdateOptions>(), Update)
            .Post("/v1/billing/meters/{id}/deactivate", call => Switch(call, isActive: false))
            .Post("/v1/billing/meters/{id}/reactivate", call => Switch(call, isActive: true));

    public static Meter Find(ApiCall call) => call.Account.Meters.InPath(call.Id, "meter");

    private static JsonObject Create(ApiCall call)
    {
        var (account, form) = (call.Account, call.Form);
        var name = form.RequiredText("event_name");
        RefuseTaken(account, name, null);
        var meter = account.Stamp(
            new Meter
            {
                DisplayName = form.RequiredText("display_name"),
                EventName = name,
                Formula = form.Map("default_aggregation")!.RequiredText("formula"),
                CustomerKey = form.Map("customer_mapping")?.Text("event_payload_key") ?? "stripe_customer_id",
                ValueKey = form.Map("value_settings")?.Text("event_payload_key") ?? "value",
                EventTimeWindow = form.Text("event_time_window"),
            },
            account.BaseTimeline.Now
        );
        meter.Updated = meter.Created;
        account.Meters.Add(meter);
        account.Events.Record("billing.meter.created", meter);
        return MeterJson.Render(meter);
    }

    private static JsonObject Update(ApiCall call)
    {
        var meter = Find(call);
        meter.DisplayName = call.Form.Text("display_name") ?? meter.DisplayName;
        return Changed(call.Account, meter, "billing.meter.updated");
    }

    private static JsonObject Switch(ApiCall call, bool isActive)
    {
        var meter = Find(call);
        if (meter.IsActive == isActive)
        {
            throw Errors.Refused($"The meter is already {(isActive ? "active" : "inactive")}.", "id");
        }

        if (isActive)
        {
            RefuseTaken(call.Account, meter.EventName, meter);
        }

        meter.IsActive = isActive;
        meter.DeactivatedAt = isActive ? null : call.Account.BaseTimeline.Now;
        return Changed(call.Account, meter, isActive ? "billing.meter.reactivated" : "billing.meter.deactivated");
    }

    private static JsonObject Changed(Account account, Meter meter, string type)
    {
        meter.Updated = account.BaseTimeline.Now;
        account.Events.Record(type, meter);
        return MeterJson.Render(meter);
    }

    private static void RefuseTaken(Account account, string eventName, Meter? self)
    {
        if (account.Meters.All.Any(other => other != self && other.IsActive && other.EventName == eventName))
        {
            throw Errors.Refused("An active meter with this event name already exists.", "event_name");
        }
    }

    private static JsonObject List(ApiCall call) =>
        call.Page.Of(call.Account.Meters.All.Where(meter => call.Page.Equal("status", meter.IsActive ? "active" : "inactive")), MeterJson.Render);
}

internal static class MeterJson
{
    public static JsonObject Render(Meter meter) =>
        new()
        {
            ["id"] = meter.Id,
            ["object"] = "billing.meter",
            ["created"] = meter.Created,
            ["customer_mapping"] = new JsonObject { ["event_payload_key"] = meter.CustomerKey, ["type"] = "by_id" },
            ["default_aggregation"] = new JsonObject { ["formula"] = meter.Formula },
            ["display_name"] = meter.DisplayName,
            ["event_name"] = meter.EventName,
            ["event_time_window"] = meter.EventTimeWindow,
            ["livemode"] = false,
            ["status"] = meter.IsActive ? "active" : "inactive",
            ["status_transitions"] = new JsonObject { ["deactivated_at"] = meter.DeactivatedAt },
            ["updated"] = meter.Updated,
            ["value_settings"] = new JsonObject { ["event_payload_key"] = meter.ValueKey },
        };
}
