namespace CpqBilling.Sandbox.Stripe.Catalogue;

/// <summary>An address with all its parts, those that were not given as null.</summary>
internal static class AddressJson
{
    private static readonly string[] Parts = ["city", "country", "line1", "line2", "postal_code", "state"];

    public static JsonObject Render(JsonNode? given)
    {
        var address = new JsonObject();
        foreach (var part in Parts)
        {
            address[part] = (given as JsonObject)?[part]?.DeepClone();
        }

        return address;
    }
}
