namespace CpqBilling.Sandbox.Stripe.Catalogue;

/// <summary>Usage comes in as meter events; summaries show what has come in.</summary>
internal static class MeterEventEndpoints
{
    private const long Day = 86_400;
    private const long MostPastSeconds = 35 * Day;
    private const long MostFutureSeconds = 300;

    public static void Map(RouteTable routes) =>
        routes
            .Post("/v1/billing/meter_events", () => ParameterShape.Of<Sdk.Billing.MeterEventCreateOptions>().Require("event_name", "payload"), Create)
            .Post(
                "/v1/billing/meter_event_adjustments",
                () => ParameterShape.Of<Sdk.Billing.MeterEventAdjustmentCreateOptions>().Require("event_name", "type").OneOf("type", "cancel"),
                Adjust
            )
            .Get(
                "/v1/billing/meters/{id}/event_summaries",
                () =>
                    ParameterShape
                        .Of<Sdk.Billing.MeterEventSummaryListOptions>()
                        .Require("customer", "start_time", "end_time")
                        .OneOf("value_grouping_window", "day", "hour"),
                Summaries
            );

    private static JsonObject Create(ApiCall call)
    {
        var (account, form) = (call.Account, call.Form);
        var name = form.RequiredText("event_name");
        var meter = account.Meters.All.FirstOrDefault(candidate => candidate.IsActive && candidate.EventName == name);
        var payload = form.Pairs("payload").ToDictionary(pair => pair.Key, pair => pair.Value);
        if (meter is null && account.Decisions.StrictMeterEvents)
        {
            throw Errors.Refused($"No active meter found for event name {name}.", "event_name");
        }

        var customer = account.Customers.Find(payload.GetValueOrDefault(meter?.CustomerKey ?? "stripe_customer_id"));
        var now = customer is null ? account.BaseTimeline.Now : account.NowOf(customer);
        var timestamp = form.Whole("timestamp") ?? now;
        if (timestamp < now - MostPastSeconds || timestamp > now + MostFutureSeconds)
        {
            throw Errors.Refused("The timestamp must be within the past 35 calendar days or up to 5 minutes in the future.", "timestamp");
        }

        var identifier = form.Text("identifier") ?? account.Ids.Random(32);
        if (account.MeterEvents.Find(identifier) is { } repeated && repeated.Created > now - Day)
        {
            throw Errors.Refused("An event with this identifier already exists.", "identifier");
        }

        if (meter is not null && customer is { IsDeleted: false })
        {
            Store(
                account,
                meter,
                customer,
                payload,
                new MeterEvent
                {
                    Id = identifier,
                    CustomerId = customer.Id,
                    MeterId = meter.Id,
                    Timestamp = timestamp,
                },
                now
            );
        }

        return MeterEventJson.Render(identifier, name, payload, timestamp, now);
    }

    private static void Store(Account account, Meter meter, Customer customer, Dictionary<string, string> payload, MeterEvent usage, long now)
    {
        account.RefuseWhileAdvancing(customer);
        var isNumber = decimal.TryParse(payload.GetValueOrDefault(meter.ValueKey), out var value);
        if (meter.Formula != "count" && (!isNumber || decimal.Truncate(value) != value))
        {
            throw Errors.Refused($"The payload key {meter.ValueKey} must be a whole number.", "payload");
        }

        usage.Value = value;
        if (account.MeterEvents.Find(usage.Id) is { } old)
        {
            account.MeterEvents.Remove(old);
        }

        account.MeterEvents.Add(account.Stamp(usage, "", now));
    }

    private static JsonObject Adjust(ApiCall call)
    {
        var identifier = call.Form.Map("cancel")?.Text("identifier") ?? throw Errors.Missing("cancel[identifier]");
        var usage = call.Account.MeterEvents.Find(identifier) ?? throw Errors.NoSuch("meter event", identifier, "cancel[identifier]");
        if (call.Account.Meters.Get(usage.MeterId).EventName != call.Form.Text("event_name"))
        {
            throw Errors.Refused("The event was sent under another name.", "event_name");
        }

        if (call.Account.NowOf(usage) > usage.Created + Day)
        {
            throw Errors.Refused("Events can only be cancelled within 24 hours of being received.", "cancel[identifier]");
        }

        usage.IsCancelled = true;
        return new JsonObject
        {
            ["object"] = "billing.meter_event_adjustment",
            ["cancel"] = new JsonObject { ["identifier"] = identifier },
            ["event_name"] = call.Form.Text("event_name"),
            ["livemode"] = false,
            ["status"] = "complete",
            ["type"] = "cancel",
        };
    }

    private static JsonObject Summaries(ApiCall call)
    {
        var meter = MeterEndpoints.Find(call);
        var customer = call.Account.LiveCustomer(call.Form);
        var (start, end) = (call.Form.Whole("start_time")!.Value, call.Form.Whole("end_time")!.Value);
        if (start % 60 != 0 || end % 60 != 0 || start >= end)
        {
            throw Errors.Refused("`start_time` and `end_time` must be aligned with minute boundaries, and in order.", "start_time");
        }

        var window = call.Form.Text("value_grouping_window") switch
        {
            "hour" => 3600,
            "day" => Day,
            _ => end - start,
        };
        var isWhole = window == end - start;
        // Most windows of a long span are empty, so the events say which ones to look at.
        IEnumerable<long> indexes = isWhole
            ? [0]
            : call
                .Account.MeterEvents.OwnedBy(customer.Id)
                .Where(usage => usage.MeterId == meter.Id && usage.Timestamp >= start && usage.Timestamp < end)
                .Select(usage => (usage.Timestamp - start) / window)
                .Distinct()
                .OrderDescending();
        List<Summary> summaries =
        [
            .. indexes
                .Select(index => SummaryOf(call.Account, meter, customer.Id, start + (index * window), Math.Min(end, start + ((index + 1) * window))))
                .Where(summary => summary.Value != 0 || isWhole),
        ];
        return call.Page.Cut(
            summaries,
            summary => new JsonObject
            {
                ["id"] = summary.Id,
                ["object"] = "billing.meter_event_summary",
                ["aggregated_value"] = summary.Value,
                ["end_time"] = summary.To,
                ["livemode"] = false,
                ["meter"] = summary.MeterId,
                ["start_time"] = summary.From,
            }
        );
    }

    private static Summary SummaryOf(Account account, Meter meter, string customerId, long from, long to) =>
        new()
        {
            Id = $"mtrusg_{meter.Id}_{from}",
            MeterId = meter.Id,
            From = from,
            To = to,
            Value = Usage.Between(account, meter, customerId, from, to),
        };

    private sealed class Summary : StripeObject
    {
        public string MeterId { get; init; } = "";

        public long From { get; init; }

        public long To { get; init; }

        public decimal Value { get; init; }
    }
}

internal static class MeterEventJson
{
    public static JsonObject Render(string identifier, string name, Dictionary<string, string> payload, long timestamp, long created) =>
        new()
        {
            ["object"] = "billing.meter_event",
            ["created"] = created,
            ["event_name"] = name,
            ["identifier"] = identifier,
            ["livemode"] = false,
            ["payload"] = JsonText.Metadata(payload),
            ["timestamp"] = timestamp,
        };
}
