using System.Collections.Immutable;
using System.Text.Json;
using CpqBilling.Core.Calendar;
using NodaTime;

namespace CpqBilling.Core.Settings;

/// <summary>Settings that decide when something is billed.</summary>
internal static class SettingsOfTime
{
    public static ImmutableArray<Setting> All { get; } =
    [
        Setting.Text(
            "billingTimeZone",
            "time zone, as in `Europe/Berlin`",
            settings => settings.BillingTimeZone.Id,
            (settings, value) =>
                value is not null && DateTimeZoneProviders.Tzdb.GetZoneOrNull(value) is { } zone ? settings with { BillingTimeZone = zone } : null,
            new(
                "Whose midnight a date means, and what today is.",
                "A contract from 1 March is billed from 2026-03-01T00:00Z with UTC, from 2026-02-28T23:00Z with Europe/Berlin.",
                "BillableContract"
            )
        ),
        new(
            "billingDay",
            new SettingShape.Text("`start`, a day from 1 to 28, or a path from the order to a field that holds one"),
            new(
                "On which day of the month contracts are billed. Amendments keep the day of their contract.",
                "365.00 a month from 15 January by months and days, billed on the 1st: 204.00 at once for 17 days, 365.00 from 1 February on.",
                "BillingDayReader"
            )
        )
        {
            ValueIn = settings => settings.BillingDay.ToString(),
            Apply = (settings, json) =>
                BillingDayRule.Read(json.ValueKind == JsonValueKind.String ? json.GetString() : json.GetRawText()) is { } rule
                    ? settings with
                    {
                        BillingDay = rule,
                    }
                    : null,
        },
        Setting.Choice(
            "fullyPastOrders",
            settings => settings.FullyPastOrders,
            (settings, value) => settings with { FullyPastOrders = value },
            new(
                "What becomes of an order whose whole term is over before it was synced.",
                "1,200.00 for 2024, synced in 2026: reject refuses the order with these numbers, invoice bills 1,200.00 at once, skip bills nothing.",
                "PastContract"
            )
        ),
        Setting.Choice(
            "backdatedFirstInvoice",
            settings => settings.BackdatedFirstInvoice,
            (settings, value) => settings with { BackdatedFirstInvoice = value },
            new(
                "Whether the past of a contract that began before it was synced is billed; the field Skip_Past_Initial_Invoices__c skips it for one order.",
                "100.00 a month from January, synced on 10 March: bill invoices 300.00 at once, skip begins with April.",
                "RemovedTime"
            )
        ),
        Setting.Text(
            "syncStartDate",
            "date, or date and time with offset",
            settings => settings.SyncStartAt?.ToString() ?? settings.SyncStartDate?.ToString("uuuu-MM-dd", null),
            WithSyncStart,
            new(
                "Orders that were activated before it were billed by another system; see preExistingContracts.",
                "With 2026-06-01 an order activated in May is not billed a second time.",
                "PreExistence"
            )
        ),
        Setting.Choice(
            "preExistingContracts",
            settings => settings.PreExistingContracts,
            (settings, value) => settings with { PreExistingContracts = value },
            new(
                "What happens to contracts that were activated before syncStartDate.",
                "100.00 a month from January, taken over on 10 June: migrate bills from July on, reject refuses the order.",
                "PreExistence"
            )
        ),
    ];

    /// <summary>A date, or a moment where syncing begins in the middle of a day.</summary>
    private static BillingSettings? WithSyncStart(BillingSettings settings, string? text) =>
        text is null ? settings with { SyncStartDate = null, SyncStartAt = null }
        : IsoText.DateAlone(text) is { } date ? settings with { SyncStartDate = date, SyncStartAt = null }
        : IsoText.Moment(text) is { } moment ? settings with { SyncStartDate = moment.InUtc().Date, SyncStartAt = moment }
        : null;
}
