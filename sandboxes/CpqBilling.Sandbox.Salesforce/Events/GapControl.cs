using System.Text.Json.Nodes;
using CpqBilling.Sandbox.Salesforce.Org;

namespace CpqBilling.Sandbox.Salesforce.Events;

/// <summary><c>POST /_sandbox/events/gap</c>: an event that says that changes were lost.</summary>
/// <remarks><c>{"entity":"Order","changeType":"GAP_UPDATE","recordIds":["801…"]}</c>; <c>GAP_OVERFLOW</c> needs no ids.</remarks>
internal static class GapControl
{
    public static JsonObject Publish(SandboxOrg org, EventBus bus, JsonObject body)
    {
        var entity = body["entity"]?.GetValue<string>() ?? "Order";
        var type =
            org.Schema.Find(entity) is { } found && Topics.IsTracked(found) ? found : throw new FormatException($"{entity} has no change events.");
        var changeType = body["changeType"]?.GetValue<string>() ?? "GAP_UPDATE";
        if (!changeType.StartsWith("GAP_", StringComparison.Ordinal) || !ChangeTypes.All.Contains(changeType))
            throw new FormatException($"{changeType} is no gap.");
        var ids = changeType == ChangeTypes.Overflow ? [] : (body["recordIds"] as JsonArray ?? []).Select(id => id!.GetValue<string>()).ToArray();
        var stored = bus.PublishGap(type, changeType, ids);
        return new JsonObject { ["topic"] = stored.Topic, ["replayId"] = Convert.ToHexString(ReplayIds.Of(stored.Number)) };
    }
}
