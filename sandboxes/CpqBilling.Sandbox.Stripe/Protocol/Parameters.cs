using System.Globalization;

namespace CpqBilling.Sandbox.Stripe.Protocol;

/// <summary>Typed reading of a form that has passed its check. Every reader yields null for what was not given or was unset.</summary>
internal sealed class Parameters(RawNode node, string path = "")
{
    public static readonly Parameters None = new(new RawNode());

    public RawNode Node => node;

    public IEnumerable<string> Names => node.Children.Select(child => child.Name);

    public bool Has(string name) => node.Find(name) is not null;

    /// <summary>Given as an empty text, which unsets the field or clears the list.</summary>
    public bool IsUnset(string name) => node.Find(name) is { HasChildren: false, Text: "" };

    public string PathOf(string name) => path.Length == 0 ? name : $"{path}[{name}]";

    public string? Text(string name) => node.Find(name)?.Text is { Length: > 0 } text ? text : null;

    public string RequiredText(string name) => Text(name) ?? throw Errors.Missing(PathOf(name));

    public long? Whole(string name) => Text(name) is { } text && long.TryParse(text, out var number) ? number : null;

    public decimal? Exact(string name) => Text(name) is { } text ? decimal.Parse(text, CultureInfo.InvariantCulture) : null;

    public bool? Flag(string name) => Text(name) is { } text ? text == "true" : null;

    /// <summary>A timestamp; the word <c>now</c> stands for the given instant.</summary>
    public long? Time(string name, long now) =>
        Text(name) is not { } text ? null
        : text == "now" ? now
        : Whole(name);

    public Parameters? Map(string name) => node.Find(name) is { HasChildren: true } child ? new(child, PathOf(name)) : null;

    public IReadOnlyList<Parameters> List(string name) =>
        node.Find(name)?.Elements() is { } elements
            ? [.. elements.Select((element, index) => new Parameters(element, $"{PathOf(name)}[{index}]"))]
            : [];

    public IReadOnlyList<string> Texts(string name) =>
        node.Find(name)?.Elements() is { } elements ? [.. elements.Select(element => element.Text ?? "")]
        : Text(name) is { } single ? [single]
        : [];

    public IEnumerable<(string Key, string Value)> Pairs(string name) =>
        node.Find(name)?.Children.Select(child => (child.Name, child.Node.Text ?? "")) ?? [];

    /// <summary>A field that is stored and given back but means nothing to the sandbox.</summary>
    public JsonNode? Stored(string name) => node.Find(name) is { } child && !IsUnset(name) ? child.ToJson() : null;

    public void RefuseTogether(string first, string second)
    {
        if (Has(first) && Has(second))
        {
            throw Errors.Exclusive(PathOf(first), PathOf(second));
        }
    }
}
