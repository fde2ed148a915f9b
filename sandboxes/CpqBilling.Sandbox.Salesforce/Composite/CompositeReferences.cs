using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CpqBilling.Sandbox.Salesforce.Api;

namespace CpqBilling.Sandbox.Salesforce.Composite;

/// <summary>What earlier subrequests answered, and the <c>@{ref.path}</c> that point into it. Names are case-sensitive.</summary>
internal sealed partial class CompositeReferences
{
    private readonly Dictionary<string, JsonNode?> _bodies = new(StringComparer.Ordinal);

    [GeneratedRegex(@"@\{([^}]*)\}")]
    private static partial Regex Reference();

    public void Add(string referenceId, JsonNode? body) => _bodies[referenceId] = body;

    public string InText(string text) => Reference().Replace(text, match => Value(match.Groups[1].Value).ToString());

    /// <summary>A string that is nothing but a reference takes over the value with its type.</summary>
    public JsonNode? InBody(JsonNode? node) =>
        node switch
        {
            JsonObject map => new JsonObject([.. map.Select(pair => KeyValuePair.Create(pair.Key, InBody(pair.Value)))]),
            JsonArray list => new JsonArray([.. list.Select(InBody)]),
            JsonValue value when value.TryGetValue<string>(out var text) => InString(text),
            _ => node?.DeepClone(),
        };

    private JsonNode InString(string text)
    {
        var match = Reference().Match(text);
        return match.Success && match.Length == text.Length ? Value(match.Groups[1].Value).DeepClone() : InText(text);
    }

    private JsonNode Value(string path)
    {
        var steps = path.Split('.');
        var name = steps[0].Split('[')[0];
        if (!_bodies.TryGetValue(name, out var node))
            throw RequestErrors.ProcessingHalted($"Invalid reference specified. No value for {path} found in {name}");
        for (var i = 0; i < steps.Length; i++)
        {
            var parts = steps[i].Split('[');
            if (i > 0)
                node = (node as JsonObject)?[parts[0]];
            foreach (var index in parts.Skip(1))
                node = node is JsonArray list && int.TryParse(index.TrimEnd(']'), out var at) && at >= 0 && at < list.Count ? list[at] : null;
        }
        return node ?? throw RequestErrors.ProcessingHalted($"Invalid reference specified. No value for {path} found in {name}");
    }
}
