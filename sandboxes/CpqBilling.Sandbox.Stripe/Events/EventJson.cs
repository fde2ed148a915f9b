namespace CpqBilling.Sandbox.Stripe.Events;

/// <summary>The event object as clients read it.</summary>
internal static class EventJson
{
    public static JsonObject Render(EventRecord record, string apiVersion)
    {
        var data = new JsonObject { ["object"] = JsonNode.Parse(record.Snapshot) };
        if (record.PreviousAttributes is { } previous)
        {
            data["previous_attributes"] = JsonNode.Parse(previous);
        }

        return new JsonObject
        {
            ["id"] = record.Id,
            ["object"] = "event",
            ["api_version"] = apiVersion,
            ["created"] = record.Created,
            ["data"] = data,
            ["livemode"] = false,
            ["pending_webhooks"] = record.PendingWebhooks,
            ["request"] = new JsonObject { ["id"] = record.RequestId, ["idempotency_key"] = record.IdempotencyKey },
            ["type"] = record.Type,
        };
    }
}
