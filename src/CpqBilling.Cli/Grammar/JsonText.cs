using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace CpqBilling.Cli.Grammar;

/// <summary>How commands write JSON: as people would, without escapes that only web pages need.</summary>
internal static class JsonText
{
    public static JsonSerializerOptions Indented { get; } =
        new(JsonSerializerDefaults.Web) { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static JsonSerializerOptions Line { get; } = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A value that was kept as JSON, without the escapes it was kept with.</summary>
    public static string Readable(string json)
    {
        using var document = JsonDocument.Parse(json);
        return JsonSerializer.Serialize(document.RootElement, Line);
    }

    /// <summary>What a command prints with <c>--json</c>.</summary>
    public static Task WriteAsync(ParseResult result, object document) =>
        result.InvocationConfiguration.Output.WriteLineAsync(JsonSerializer.Serialize(document, Indented));
}
