using System.Text.Json.Nodes;

namespace CpqBilling.Sandbox.Salesforce.Events;

/// <summary><c>POST /_sandbox/events/managed</c>: sets up a managed event subscription, which a real org has in its setup.</summary>
/// <remarks><c>{"developerName":"Billing","topic":"/data/OrderChangeEvent","defaultReplay":"EARLIEST"}</c>; new events only without the last.</remarks>
internal static class ManagedControl
{
    public static JsonObject Define(ManagedSubscriptions managed, EventBus bus, JsonObject body)
    {
        var name = body["developerName"]?.GetValue<string>() ?? throw new FormatException("developerName is missing.");
        var topic = body["topic"]?.GetValue<string>() ?? throw new FormatException("topic is missing.");
        if (bus.SchemaOf(topic) is null)
            throw new FormatException($"The topic {topic} does not exist.");
        var made = managed.Define(name, topic, body["defaultReplay"]?.GetValue<string>() == "EARLIEST");
        return new JsonObject
        {
            ["id"] = made.Id,
            ["developerName"] = made.DeveloperName,
            ["topic"] = made.Topic,
        };
    }
}
