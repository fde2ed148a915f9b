using System.Text.Json;

namespace CpqBilling.Sandbox.Stripe.Protocol;

/// <summary>A piece of JSON that many answers contain unchanged: read once, and written without being taken apart.</summary>
internal sealed class Fragment
{
    private readonly JsonElement _element;

    public Fragment(string json)
    {
        using var document = JsonDocument.Parse(json);
        _element = document.RootElement.Clone();
    }

    public JsonObject New() => JsonObject.Create(_element)!;
}
