using System.Collections.Immutable;

namespace CpqBilling.Core.Settings;

/// <summary>Settings that decide what is synced, when, and what is written back.</summary>
internal static class SettingsOfSyncing
{
    public static ImmutableArray<Setting> All { get; } =
    [
        Setting.Flag(
            "syncEnabled",
            settings => settings.SyncEnabled,
            (settings, value) => settings with { SyncEnabled = value },
            new(
                "Whether orders are synced by themselves; syncing by hand always works.",
                "With false nothing is billed until somebody syncs an order.",
                "OrgWork"
            )
        ),
        Setting.Filter(
            "orderFilter",
            settings => settings.OrderFilter,
            (settings, value) => settings with { OrderFilter = value ?? BillingSettings.DefaultOrderFilter },
            new("Which orders are billed.", "Status = 'Activated' AND Region__c = 'EU' bills European orders only.", "OrgConfiguration")
        ),
        Setting.Filter(
            "accountFilter",
            settings => settings.AccountFilter,
            (settings, value) => settings with { AccountFilter = value },
            new("Which accounts are synced without an order.", "Type = 'Customer' leaves out prospects.", "OrgConfiguration", "all")
        ),
        Setting.Filter(
            "productFilter",
            settings => settings.ProductFilter,
            (settings, value) => settings with { ProductFilter = value },
            new("Which products are synced without an order.", "IsActive = true leaves out retired products.", "OrgConfiguration", "all")
        ),
        Setting.Filter(
            "pricebookEntryFilter",
            settings => settings.PricebookEntryFilter,
            (settings, value) => settings with { PricebookEntryFilter = value },
            new("Which price-book entries are synced without an order.", "IsActive = true leaves out retired prices.", "OrgConfiguration", "all")
        ),
        Setting.Flag(
            "accountSync",
            settings => settings.AccountSync,
            (settings, value) => settings with { AccountSync = value },
            new(
                "Whether accounts that change update their customers without waiting for an order.",
                "With true a new billing address is on the next invoice.",
                "OrgConfiguration"
            )
        ),
        Setting.WholeNumber(
            "pollIntervalSeconds",
            new SettingShape.WholeNumber(10, 3600),
            settings => settings.PollIntervalSeconds,
            (settings, value) => settings with { PollIntervalSeconds = value },
            new("How often Salesforce is asked for changes.", "With 90 an order is seen within 90 seconds even where no event comes.", "OrgWork")
        ),
        Setting.WholeNumber(
            "syncRecordRetention",
            new SettingShape.WholeNumber(1, 1_000_000),
            settings => settings.SyncRecordRetention,
            (settings, value) => settings with { SyncRecordRetention = value },
            new(
                "How many Sync Records of successful syncs stay in Salesforce; those of errors always do.",
                "With 10000 the oldest beyond 10,000 are deleted once a day.",
                "DailyCleaning"
            )
        ),
        Setting.Flag(
            "statusWriteBack",
            settings => settings.StatusWriteBack,
            (settings, value) => settings with { StatusWriteBack = value },
            new("Whether the state of invoices and payments is written to Salesforce.", "With true an order shows that its invoice is paid.", "")
        ),
    ];
}
