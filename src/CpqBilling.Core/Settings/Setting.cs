using System.Collections.Immutable;
using System.Text.Json;

namespace CpqBilling.Core.Settings;

/// <summary>One row of the table of settings: its name, what it takes, what it does, and where it is kept.</summary>
public sealed record Setting(string Name, SettingShape Shape, SettingWords Words)
{
    /// <summary>The value in force as a file would say it; null where none is set.</summary>
    public required Func<BillingSettings, string?> ValueIn { get; init; }

    /// <summary>The settings with the value of a file; null when it is not allowed.</summary>
    public required Func<BillingSettings, JsonElement, BillingSettings?> Apply { get; init; }

    public string Default => ValueIn(new BillingSettings()) ?? Words.Unset;

    public static Setting Flag(string name, Func<BillingSettings, bool?> get, Func<BillingSettings, bool, BillingSettings> set, SettingWords words) =>
        new(name, new SettingShape.Flag(), words)
        {
            ValueIn = settings =>
                get(settings) switch
                {
                    true => "true",
                    false => "false",
                    null => null,
                },
            Apply = (settings, json) => json.ValueKind is JsonValueKind.True or JsonValueKind.False ? set(settings, json.GetBoolean()) : null,
        };

    /// <summary>The words are the members of the enumeration, beginning in lower case.</summary>
    public static Setting Choice<T>(string name, Func<BillingSettings, T> get, Func<BillingSettings, T, BillingSettings> set, SettingWords words)
        where T : struct, Enum => Choice(name, [.. Enum.GetValues<T>().Select(member => (WordOf($"{member}"), member))], get, set, words);

    /// <param name="members">Each word with what it stands for, the default first.</param>
    public static Setting Choice<T>(
        string name,
        ImmutableArray<(string Word, T Member)> members,
        Func<BillingSettings, T> get,
        Func<BillingSettings, T, BillingSettings> set,
        SettingWords words
    )
        where T : struct, Enum =>
        new(name, new SettingShape.Choice([.. members.Select(member => member.Word)]), words)
        {
            ValueIn = settings => members.First(member => member.Member.Equals(get(settings))).Word,
            Apply = (settings, json) =>
                json.ValueKind == JsonValueKind.String
                && members.Where(member => member.Word.Equals(json.GetString(), StringComparison.OrdinalIgnoreCase)).ToList() is [var found]
                    ? set(settings, found.Member)
                    : null,
        };

    public static Setting WholeNumber(
        string name,
        SettingShape.WholeNumber range,
        Func<BillingSettings, int> get,
        Func<BillingSettings, int, BillingSettings> set,
        SettingWords words
    ) =>
        new(name, range, words)
        {
            ValueIn = settings => $"{get(settings)}",
            Apply = (settings, json) =>
                json.ValueKind == JsonValueKind.Number && json.TryGetInt32(out var number) && number >= range.Least && number <= range.Most
                    ? set(settings, number)
                    : null,
        };

    /// <param name="set">Gets null where a file says null; gives null where the text has not the form.</param>
    public static Setting Text(
        string name,
        string form,
        Func<BillingSettings, string?> get,
        Func<BillingSettings, string?, BillingSettings?> set,
        SettingWords words
    ) =>
        new(name, new SettingShape.Text(form), words)
        {
            ValueIn = get,
            Apply = (settings, json) => json.ValueKind is JsonValueKind.String or JsonValueKind.Null ? set(settings, json.GetString()) : null,
        };

    /// <summary>A condition of Salesforce's query language; blank or null takes the default.</summary>
    public static Setting Filter(
        string name,
        Func<BillingSettings, string?> get,
        Func<BillingSettings, string?, BillingSettings> set,
        SettingWords words
    ) => Text(name, "SOQL condition", get, (settings, text) => set(settings, string.IsNullOrWhiteSpace(text) ? null : text), words);

    private static string WordOf(string member) => char.ToLowerInvariant(member[0]) + member[1..];
}
