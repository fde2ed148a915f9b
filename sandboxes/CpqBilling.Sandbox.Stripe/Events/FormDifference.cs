namespace CpqBilling.Sandbox.Stripe.Events;

/// <summary>What an object's changed fields were before, in the form of an event's previous attributes.</summary>
internal static class FormDifference
{
    public static JsonObject PreviousAttributes(JsonObject before, JsonObject after)
    {
        var result = new JsonObject();
        foreach (var (name, old) in before)
        {
            if (!JsonNode.DeepEquals(old, after[name]))
            {
                result[name] = name == "metadata" ? ChangedKeys(old as JsonObject, after[name] as JsonObject) : old?.DeepClone();
            }
        }

        foreach (var (name, current) in after)
        {
            if (!before.ContainsKey(name) && current is not null)
            {
                result[name] = null;
            }
        }

        return result;
    }

    private static JsonObject ChangedKeys(JsonObject? before, JsonObject? after)
    {
        var result = new JsonObject();
        foreach (var key in (before ?? []).Select(pair => pair.Key).Union((after ?? []).Select(pair => pair.Key)))
        {
            if (!JsonNode.DeepEquals(before?[key], after?[key]))
            {
                result[key] = before?[key]?.DeepClone();
            }
        }

        return result;
    }
}
