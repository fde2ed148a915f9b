using System.Collections.Immutable;
using System.Text.Json;
using CpqBilling.Core.Errors;
using CpqBilling.Core.Settings;

namespace CpqBilling.Core.Settings;

/// <summary>The settings that make prices, as a contract was first sent with them; it keeps them whatever is set later.</summary>
/// <param name="Values">By the names and words of the settings.</param>
public sealed record PriceSettings(ImmutableSortedDictionary<string, string> Values)
{
    /// <summary>
    /// What is kept, and what a contract has that was sent before the setting existed: null where it has no value of its own and
    /// follows the setting.
    /// </summary>
    private static readonly (string Name, Func<BillingSettings, string> Word, string? Before)[] Kept =
    [
        ("unitPrices", settings => Word(settings.UnitPrices), "exact"),
        ("exactTotals", settings => Word(settings.ExactTotals), "false"),
        ("roundPricesToCents", settings => Word(settings.RoundPricesToCents), null),
        ("billingTimeZone", settings => settings.BillingTimeZone.Id, null),
        ("billingDay", settings => settings.BillingDay.ToString(), null),
        ("billingMode", settings => Word(settings.BillingMode), null),
    ];

    /// <summary>A contract that was sent before any of this was kept.</summary>
    public static PriceSettings Unknown { get; } = new(ImmutableSortedDictionary<string, string>.Empty);

    public static PriceSettings Of(BillingSettings settings) => new(Kept.ToImmutableSortedDictionary(kept => kept.Name, kept => kept.Word(settings)));

    /// <summary>Reads <see cref="ToString"/>; what cannot be read is left out.</summary>
    public static PriceSettings Parse(string text) =>
        new(
            text.Split(';')
                .Select(pair => pair.Split('=', 2))
                .Where(pair => pair.Length == 2)
                .ToImmutableSortedDictionary(pair => pair[0], pair => pair[1])
        );

    /// <summary>The settings as this contract has them.</summary>
    public BillingSettings ApplyTo(BillingSettings settings)
    {
        var words = Kept.Select(kept => (kept.Name, Word: Values.GetValueOrDefault(kept.Name) ?? kept.Before)).Where(kept => kept.Word is not null);
        var json = JsonSerializer.SerializeToElement(words.ToDictionary(kept => kept.Name, kept => Value(kept.Word!)));
        return SettingsReader.Read(json, settings).Value!;
    }

    /// <summary>One line, for metadata and memory.</summary>
    public override string ToString() => string.Join(';', Values.Select(entry => $"{entry.Key}={entry.Value}"));

    private static string Word<T>(T value) => JsonNamingPolicy.CamelCase.ConvertName($"{value}");

    private static object Value(string word) =>
        word is "true" or "false" ? word == "true"
        : int.TryParse(word, out var number) ? number
        : word;
}
