using System.Text.Encodings.Web;
using System.Text.Json;

namespace CpqBilling.Sandbox.Stripe.Protocol;

/// <summary>Small pieces of JSON that many renderers share.</summary>
internal static class JsonText
{
    public static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static JsonObject Metadata(Dictionary<string, string> metadata)
    {
        var result = new JsonObject();
        foreach (var (key, value) in metadata)
        {
            result[key] = value;
        }

        return result;
    }

    public static JsonArray Texts(IEnumerable<string> texts)
    {
        var result = new JsonArray();
        foreach (var text in texts)
        {
            result.Add((JsonNode)text);
        }

        return result;
    }

    public static JsonArray Array<T>(IEnumerable<T> items, Func<T, JsonNode?> render)
    {
        var result = new JsonArray();
        foreach (var item in items)
        {
            result.Add(render(item));
        }

        return result;
    }

    public static JsonObject List(string url, JsonArray data, bool hasMore = false) =>
        new()
        {
            ["object"] = "list",
            ["data"] = data,
            ["has_more"] = hasMore,
            ["url"] = url,
        };

    /// <summary>A decimal as the service writes it: no trailing zeros.</summary>
    public static string? Plain(decimal? number) =>
        number is { } value ? (value / 1.0000000000000000000000000000m).ToString("0.############################") : null;

    public static JsonObject Deleted(string id, string kind) =>
        new()
        {
            ["id"] = id,
            ["object"] = kind,
            ["deleted"] = true,
        };
}
