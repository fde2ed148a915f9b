using System.Collections.Immutable;

namespace CpqBilling.Core.Settings;

/// <summary>Settings that decide how things are made in Stripe.</summary>
internal static class SettingsOfStripe
{
    private const int LongestPrefix = 20;

    public static ImmutableArray<Setting> All { get; } =
    [
        Setting.Choice(
            "billingMode",
            settings => settings.BillingMode,
            (settings, value) => settings with { BillingMode = value },
            new(
                "Stripe's billing mode of new subscriptions; flexible cannot be undone. Auto is classic as long as classic takes the contract.",
                "An order of 25 recurring lines: auto bills it in flexible mode, classic refuses it, for it takes 20.",
                "PhaseLimits"
            )
        ),
        Setting.Choice(
            "autoInvoiceProrations",
            settings => settings.AutoInvoiceProrations,
            (settings, value) => settings with { AutoInvoiceProrations = value },
            new(
                "What happens to a proration that waits in Stripe for the next invoice.",
                "300.00 for seats added in May on a contract billed in January: finalize invoices them at once, draft prepares the invoice, off bills them in January.",
                "ProrationInvoicer"
            )
        ),
        Setting.Text(
            "metadataPrefix",
            $"1 to {LongestPrefix} characters",
            settings => settings.MetadataPrefix,
            (settings, value) => value is { Length: > 0 and <= LongestPrefix } ? settings with { MetadataPrefix = value } : null,
            new(
                "What the names of our metadata begin with.",
                "salesforce_sandbox_ keeps a sandbox org apart that is connected to a live Stripe account.",
                "BillableContract"
            )
        ),
        Setting.Text(
            "meterEventName",
            "template with fields in braces",
            settings => settings.MeterEventName,
            (settings, value) => value is { Length: > 0 } ? settings with { MeterEventName = value } : null,
            new(
                "Under which name usage of a metered product is reported.",
                "With cpq_{Product2.ProductCode} usage of a product with the code API is reported as cpq_API.",
                "PriceMaker"
            )
        ),
    ];
}
