using System.Text.Json;
using CpqBilling.Core.Requests;

namespace CpqBilling.Storage.Journal;

/// <summary>A body as the journal keeps it: references stay references, and nothing a merchant types can be taken for one.</summary>
/// <remarks>Times come back as the whole seconds they are sent as.</remarks>
public static class BodyJson
{
    private const string Reference = "ref:";
    private const string Literal = "text:";

    public static string Write(StripeMap body) => StripeJson.Write(Escaped(body));

    public static StripeMap Read(string json)
    {
        using var document = JsonDocument.Parse(json);
        return (StripeMap)Value(document.RootElement);
    }

    /// <summary>Text that would look like a reference gets a mark in front.</summary>
    private static StripeValue Escaped(StripeValue value) =>
        value switch
        {
            StripeText text when IsMarked(text.Value) => new StripeText(Literal + text.Value),
            StripeMap map => map.Entries.Aggregate(new StripeMap(), (copy, entry) => copy.Set(entry.Key, Escaped(entry.Value))),
            StripeList list => StripeList.Of(list.Items.Select(Escaped)),
            _ => value,
        };

    private static bool IsMarked(string text) =>
        text.StartsWith(Reference, StringComparison.Ordinal) || text.StartsWith(Literal, StringComparison.Ordinal);

    private static StripeValue Value(JsonElement element) =>
        element.ValueKind switch
        {
            JsonValueKind.Object => element.EnumerateObject().Aggregate(new StripeMap(), (map, entry) => map.Set(entry.Name, Value(entry.Value))),
            JsonValueKind.Array => StripeList.Of(element.EnumerateArray().Select(Value)),
            JsonValueKind.Number => new StripeNumber(element.GetDecimal()),
            JsonValueKind.True => new StripeFlag(true),
            JsonValueKind.False => new StripeFlag(false),
            _ => Text(element.GetString()!),
        };

    private static StripeValue Text(string text) =>
        text.StartsWith(Reference, StringComparison.Ordinal) ? new StripeRef(text[Reference.Length..])
        : text.StartsWith(Literal, StringComparison.Ordinal) ? new StripeText(text[Literal.Length..])
        : new StripeText(text);
}
