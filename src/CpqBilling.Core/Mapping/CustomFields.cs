using System.Collections.Immutable;
using CpqBilling.Core.Requests;

namespace CpqBilling.Core.Mapping;

/// <summary>Fields that Stripe prints on invoices, a purchase order number for example: mapped one by one as <c>….custom_fields.LABEL</c>.</summary>
/// <remarks>Older mappings of a customer name its one field by <c>custom_fields.name</c> and <c>custom_fields.value</c>.</remarks>
public static class CustomFields
{
    public const string Name = "custom_fields";

    /// <summary>Fields that Stripe prints on one invoice.</summary>
    public const int Most = 4;

    public const int LongestLabel = 40;
    private const int LongestValue = 140;

    private static readonly ImmutableArray<string> Places = [Name, $"invoice_settings.{Name}", $"default_settings.invoice_settings.{Name}"];

    /// <summary>The label that a path maps, as it is printed; null when it maps none.</summary>
    public static string? LabelOf(string path)
    {
        var place = Places.FirstOrDefault(place => path.StartsWith(place + ".", StringComparison.Ordinal));
        return place is null ? null : path[(place.Length + 1)..];
    }

    /// <summary>Makes Stripe's lists of what was mapped by label.</summary>
    public static StripeMap Listed(StripeMap body) =>
        Places.Aggregate(body, (listed, place) => listed.AtPath(place) is StripeMap fields ? listed.SetPath(place, ListOf(fields)) : listed);

    private static StripeList ListOf(StripeMap fields) =>
        StripeList.Of(IsOneField(fields) ? [fields] : fields.Entries.Select(entry => Field(entry.Key, entry.Value)));

    private static bool IsOneField(StripeMap fields) => fields["name"] is not null && fields.Entries.All(entry => entry.Key is "name" or "value");

    private static StripeMap Field(string label, StripeValue value)
    {
        var text = FieldMapper.TextOf(value);
        return new StripeMap().Set("name", label).Set("value", text.Length > LongestValue ? text[..LongestValue] : text);
    }
}
