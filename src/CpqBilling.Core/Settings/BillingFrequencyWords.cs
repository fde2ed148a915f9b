using System.Collections.Immutable;
using System.Text.Json;
using CpqBilling.Core.Calendar;

namespace CpqBilling.Core.Settings;

/// <summary>The setting <c>billingFrequencies</c>: what each word of CPQ's picklist means, in months or as <c>term</c>.</summary>
internal static class BillingFrequencyWords
{
    private const string WholeTerm = "term";

    /// <summary>Null when a word means neither 1 to 36 months nor the whole term.</summary>
    public static BillingFrequencies? Read(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        var months = ImmutableDictionary.CreateBuilder<string, int?>();
        foreach (var word in value.EnumerateObject())
        {
            if (word.Name.Length == 0 || !TryRead(word.Value, out var meaning))
            {
                return null;
            }

            months[word.Name] = meaning;
        }

        return new BillingFrequencies(months.ToImmutable());
    }

    /// <summary>As a file would say it; null where no word is set.</summary>
    public static string? Write(BillingFrequencies frequencies) =>
        frequencies.Months.IsEmpty
            ? null
            : JsonSerializer.Serialize(
                frequencies
                    .Months.OrderBy(word => word.Key, StringComparer.Ordinal)
                    .ToDictionary(word => word.Key, word => (object?)word.Value ?? WholeTerm)
            );

    private static bool TryRead(JsonElement value, out int? months)
    {
        months = null;
        if (value.ValueKind == JsonValueKind.String)
        {
            return value.GetString() == WholeTerm;
        }

        if (value.ValueKind != JsonValueKind.Number || !value.TryGetInt32(out var number))
        {
            return false;
        }

        months = number;
        return number is > 0 and <= BillingFrequencies.MostMonths;
    }
}
