using System.Text.Json;
using System.Text.Json.Nodes;

namespace CpqBilling.Cli.Replay;

/// <summary>Gives Salesforce ids back as the placeholders of the file, wherever they stand in a text.</summary>
internal sealed class Placeholders
{
    private readonly Dictionary<string, string> _byId = [];

    public void Add(IReadOnlyDictionary<string, string> ids)
    {
        foreach (var (placeholder, id) in ids)
        {
            _byId[id] = placeholder;
        }
    }

    public string IdOf(string placeholder) => _byId.FirstOrDefault(pair => pair.Value == placeholder).Key ?? placeholder;

    public string Of(string text)
    {
        foreach (var (id, placeholder) in _byId)
        {
            text = text.Replace(id, placeholder, StringComparison.Ordinal);
        }

        return text;
    }

    public JsonNode? Of(JsonNode? node) => node is null ? null : JsonNode.Parse(Of(node.ToJsonString()));

    public JsonNode? Of(JsonElement element) => element.ValueKind == JsonValueKind.Undefined ? null : JsonNode.Parse(Of(element.GetRawText()));
}
