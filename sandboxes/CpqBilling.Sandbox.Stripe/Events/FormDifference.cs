using System.Text.Json;

namespace CpqBilling.Sandbox.Stripe.Events;

/// <summary>What an object's changed fields were before, in the form of an event's previous attributes.</summary>
/// <remarks>Both forms were written by the same writer, so equal values are equal texts and nothing needs to be built to compare them.</remarks>
internal static class FormDifference
{
    /// <summary>The former values of the fields that differ; null when none does.</summary>
    public static JsonObject? PreviousAttributes(byte[] before, byte[] after)
    {
        if (before.AsSpan().SequenceEqual(after))
        {
            return null;
        }

        using var old = JsonDocument.Parse(before);
        using var current = JsonDocument.Parse(after);
        var result = new JsonObject();
        // Forms of one kind list their fields in the same order; only the few that come and go break the step.
        var beside = current.RootElement.EnumerateObject();
        foreach (var field in old.RootElement.EnumerateObject())
        {
            var isThere = beside.MoveNext() && beside.Current.NameEquals(field.Name);
            var value = isThere ? beside.Current.Value : default;
            isThere = isThere || current.RootElement.TryGetProperty(field.Name, out value);
            if (!isThere || !JsonElement.DeepEquals(field.Value, value))
            {
                result[field.Name] = field.Name == "metadata" && isThere ? ChangedKeys(field.Value, value) : Node(field.Value);
            }
        }

        if (current.RootElement.GetPropertyCount() != old.RootElement.GetPropertyCount())
        {
            AddNew(old.RootElement, current.RootElement, result);
        }

        return result;
    }

    private static void AddNew(JsonElement before, JsonElement after, JsonObject result)
    {
        foreach (var field in after.EnumerateObject())
        {
            if (field.Value.ValueKind != JsonValueKind.Null && !before.TryGetProperty(field.Name, out _))
            {
                result[field.Name] = null;
            }
        }
    }

    private static JsonObject ChangedKeys(JsonElement before, JsonElement after)
    {
        var result = new JsonObject();
        foreach (var key in before.EnumerateObject().Concat(after.EnumerateObject()).Select(field => field.Name).Distinct())
        {
            var was = before.TryGetProperty(key, out var old) ? old.GetString() : null;
            if (was != (after.TryGetProperty(key, out var current) ? current.GetString() : null))
            {
                result[key] = was;
            }
        }

        return result;
    }

    private static JsonNode? Node(JsonElement value) => JsonNode.Parse(value.GetRawText());
}
