using System.Text.Json;
using CpqBilling.Core.Calendar;
using CpqBilling.Core.Cpq;
using CpqBilling.Core.Errors;
using CpqBilling.Core.Money;
using NodaTime;
using NodaTime.Text;

namespace CpqBilling.Core.Settings;

/// <summary>Reads settings by their documented names; a value that is not allowed is an error, an unknown name too.</summary>
public static class SettingsReader
{
    /// <summary>Names that steer polling and filters; they are read where they are used and have no part in translation.</summary>
    private static readonly Dictionary<string, Func<JsonElement, bool>> Operational = new()
    {
        ["syncEnabled"] = IsFlag,
        ["orderFilter"] = IsFilter,
        ["accountFilter"] = IsFilter,
        ["productFilter"] = IsFilter,
        ["pricebookEntryFilter"] = IsFilter,
        ["pollIntervalSeconds"] = value => IsBetween(value, 10, 3600),
        ["accountSync"] = IsFlag,
        ["syncRecordRetention"] = value => IsBetween(value, 1, 1_000_000),
    };

    /// <summary>Settings whose other values are still to come: these name what is done in any case.</summary>
    private static readonly Dictionary<string, Func<JsonElement, bool>> OfOneValue = new()
    {
        ["unitPrices"] = value => IsWord(value, "exact"),
        ["exactTotals"] = value => value.ValueKind == JsonValueKind.False,
        ["arrearsRecurring"] = value => IsWord(value, "metered"),
    };

    private static readonly RecordRef Org = new("Organization", "settings");

    public static BillingSettings Read(JsonElement json, ErrorList errors)
    {
        var settings = new BillingSettings();
        if (json.ValueKind != JsonValueKind.Object)
        {
            return settings;
        }

        foreach (var property in json.EnumerateObject())
        {
            if (!Operational.TryGetValue(property.Name, out var isAllowed) && !OfOneValue.TryGetValue(property.Name, out isAllowed))
            {
                settings = Apply(settings, property, errors);
            }
            else if (!isAllowed(property.Value))
            {
                errors.Add(MappingErrors.SettingInvalid(Org, property.Name, property.Value.ToString(), property.Name));
            }
        }

        return settings;
    }

    private static bool IsFlag(JsonElement value) => value.ValueKind is JsonValueKind.True or JsonValueKind.False;

    private static bool IsWord(JsonElement value, string word) => value.ValueKind == JsonValueKind.String && value.GetString() == word;

    /// <summary>Blank takes the default.</summary>
    private static bool IsFilter(JsonElement value) => value.ValueKind is JsonValueKind.String or JsonValueKind.Null;

    private static bool IsBetween(JsonElement value, int least, int most) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number >= least && number <= most;

    private static BillingSettings Apply(BillingSettings settings, JsonProperty property, ErrorList errors)
    {
        var value = property.Value;
        var text = value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        var flag = value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : (bool?)null;
        var changed = property.Name switch
        {
            "syncStartDate" when value.ValueKind == JsonValueKind.Null => settings with { SyncStartDate = null, SyncStartAt = null },
            "syncStartDate" => WithSyncStart(settings, text),
            "defaultCurrency" => Currency.IsValidCode(text) ? settings with { DefaultCurrency = text } : null,
            "prorationPrecision" => Precision(text) is { } precision ? settings with { ProrationPrecision = precision } : null,
            "amendmentsOnAnyDay" => flag is { } on ? settings with { AmendmentsOnAnyDay = on } : null,
            "creditUnusedTime" => Member<CreditMode>(text) is { } mode ? settings with { CreditUnusedTime = mode } : null,
            "prorateShortInitialTerm" => flag is { } on ? settings with { ProrateShortInitialTerm = on } : null,
            "roundPricesToCents" => flag is { } on ? settings with { RoundPricesToCents = on } : null,
            "fractionalQuantity" => Member<FractionalQuantity>(text) is { } rule ? settings with { FractionalQuantity = rule } : null,
            "mixedBillingFrequencies" => Member<MixedFrequencies>(text) is { } rule ? settings with { MixedBillingFrequencies = rule } : null,
            "billingMode" => Member<BillingMode>(text) is { } mode ? settings with { BillingMode = mode } : null,
            "endBehavior" => Member<EndBehavior>(text) is { } end ? settings with { EndBehavior = end } : null,
            "coupons" => flag is { } on ? settings with { Coupons = on } : null,
            "terminationMetadata" => flag is { } on ? settings with { TerminationMetadata = on } : null,
            "updateCustomerOnOrderSync" => flag is { } on ? settings with { UpdateCustomerOnOrderSync = on } : null,
            "updateProductOnOrderSync" => flag is { } on ? settings with { UpdateProductOnOrderSync = on } : null,
            "backdatedFirstInvoice" => Member<FirstInvoice>(text) is { } rule ? settings with { BackdatedFirstInvoice = rule } : null,
            "preExistingContracts" => Member<PreExistingContracts>(text) is { } rule ? settings with { PreExistingContracts = rule } : null,
            "statusWriteBack" => flag is { } on ? settings with { StatusWriteBack = on } : null,
            "autoInvoiceProrations" => Member<ProrationInvoices>(text) is { } rule ? settings with { AutoInvoiceProrations = rule } : null,
            "metadataPrefix" => text is { Length: > 0 and <= 20 } ? settings with { MetadataPrefix = text } : null,
            "billingTimeZone" => Zone(text) is { } zone ? settings with { BillingTimeZone = zone } : null,
            "multiCurrency" => flag is { } on ? settings with { MultiCurrency = on } : null,
            "onDrift" => Member<DriftRule>(text) is { } rule ? settings with { OnDrift = rule } : null,
            "meterEventName" => text is { Length: > 0 } ? settings with { MeterEventName = text } : null,
            "maxPhaseItems" => IsBetween(value, 1, 100) && value.GetInt32() is var count ? settings with { MaxPhaseItems = count } : null,
            _ => null,
        };
        if (changed is null)
        {
            errors.Add(MappingErrors.SettingInvalid(Org, property.Name, value.ToString(), property.Name));
        }

        return changed ?? settings;
    }

    private static ProrationPrecision? Precision(string? text) =>
        text switch
        {
            "month" => ProrationPrecision.Month,
            "monthly+daily" => ProrationPrecision.MonthlyPlusDaily,
            "day" => ProrationPrecision.Day,
            "calendarMonthly+daily" => ProrationPrecision.CalendarMonthlyPlusDaily,
            _ => null,
        };

    private static T? Member<T>(string? text)
        where T : struct, Enum =>
        Enum.TryParse<T>(text, ignoreCase: true, out var member) && !int.TryParse(text, out _) && Enum.IsDefined(member) ? member : null;

    /// <summary>A date, or a moment where syncing begins in the middle of a day.</summary>
    private static BillingSettings? WithSyncStart(BillingSettings settings, string? text)
    {
        if (Date(text) is { } date)
        {
            return settings with { SyncStartDate = date, SyncStartAt = null };
        }

        return CpqRecord.ParseMoment(text) is { } moment ? settings with { SyncStartDate = moment.InUtc().Date, SyncStartAt = moment } : null;
    }

    private static LocalDate? Date(string? text) =>
        text is not null && LocalDatePattern.Iso.Parse(text).TryGetValue(default, out var date) ? date : null;

    private static DateTimeZone? Zone(string? text) => text is null ? null : DateTimeZoneProviders.Tzdb.GetZoneOrNull(text);
}
