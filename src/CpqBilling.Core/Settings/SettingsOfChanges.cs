using System.Collections.Immutable;

namespace CpqBilling.Core.Settings;

/// <summary>Settings that decide what happens when something was changed after it was sent.</summary>
internal static class SettingsOfChanges
{
    public static ImmutableArray<Setting> All { get; } =
    [
        Setting.Choice(
            "onDrift",
            settings => settings.OnDrift,
            (settings, value) => settings with { OnDrift = value },
            new(
                "What happens when somebody else changed in Stripe what we made there.",
                "10 seats were made 8 in Stripe: stop reports it and sends nothing, overwrite bills 10 again, keep bills 8 and reports it.",
                "DriftCheck"
            )
        ),
        Setting.Choice(
            "onSalesforceEdit",
            settings => settings.OnSalesforceEdit,
            (settings, value) => settings with { OnSalesforceEdit = value },
            new(
                "What happens when an order, its quote, a line or a coupon is not what it was when the order was synced.",
                "5 seats at 100.00 a month are corrected to 6 after three bills: stop reports it and bills 500.00 on, apply bills 600.00 from the next bill and 300.00 once.",
                "EditCheck"
            )
        ),
        Setting.Choice(
            "unknownStripeIds",
            settings => settings.UnknownStripeIds,
            (settings, value) => settings with { UnknownStripeIds = value },
            new(
                "What happens when a record carries an id that the connected Stripe account does not know: of another account or mode, of a deleted object, or mistyped.",
                "A refreshed sandbox org names 40 customers of the live account: stop refuses each of their orders and names the ids, replace makes 40 customers anew.",
                "UnknownStripeIds"
            )
        ),
        Setting.Choice(
            "amendedOrderCoupons",
            settings => settings.AmendedOrderCoupons,
            (settings, value) => settings with { AmendedOrderCoupons = value },
            new(
                "What becomes of an order's coupons when a later order changes the contract.",
                "20 % for ever on ten seats, an eleventh is added: with continue the ten keep their 20 % and the eleventh is full price, with end all are.",
                "CouponPlacement"
            )
        ),
        Setting.Flag(
            "updateCustomerOnOrderSync",
            settings => settings.UpdateCustomerOnOrderSync,
            (settings, value) => settings with { UpdateCustomerOnOrderSync = value },
            new(
                "Whether a known customer is updated from its account when an order is synced.",
                "A new billing address is on the next invoice with true; with false only when the account itself is synced. An unchanged account costs no call.",
                "PlanStage"
            )
        ),
        Setting.Flag(
            "updateProductOnOrderSync",
            settings => settings.UpdateProductOnOrderSync,
            (settings, value) => settings with { UpdateProductOnOrderSync = value },
            new(
                "Whether known products are updated when an order is synced.",
                "A product that was renamed has its new name on the next invoice with true.",
                "PlanStage"
            )
        ),
        Setting.Flag(
            "terminationMetadata",
            settings => settings.TerminationMetadata,
            (settings, value) => settings with { TerminationMetadata = value },
            new(
                "Whether what is mapped for terminations stands on the last phase and on the items that end.",
                "With true an item that an amendment ends says so with salesforce_effective_termination_date; amounts stay the same.",
                "PhaseBody"
            )
        ),
    ];
}
