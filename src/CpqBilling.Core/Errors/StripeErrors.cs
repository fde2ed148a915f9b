using System.Collections.Immutable;

namespace CpqBilling.Core.Errors;

/// <summary>SYNC-4xxx: Stripe refused.</summary>
public static class StripeErrors
{
    public static ImmutableArray<ErrorDefinition> Definitions { get; } =
    [
        ErrorDefinition.FixRecord(
            "SYNC-4000",
            "StripeRefused",
            "Stripe refused a request for a reason without a code of its own here.",
            "Read the message of Stripe; it names the field."
        ),
        ErrorDefinition.FixRecord(
            "SYNC-4001",
            "StripeObjectDeleted",
            "A record points at a Stripe object that was deleted.",
            "Clear the Stripe id of the record, or restore the object."
        ),
        ErrorDefinition.FixRecord(
            "SYNC-4002",
            "ScheduleCanceled",
            "The schedule of the contract was canceled and cannot be changed any more.",
            "Order the change on a new contract."
        ),
        ErrorDefinition.FixRecord(
            "SYNC-4003",
            "CustomerCurrency",
            "A Stripe customer can have one active currency only.",
            "Use another account, or wait until the other contract has ended."
        ),
        ErrorDefinition.FixRecord(
            "SYNC-4004",
            "ScheduleMissing",
            "The schedule to amend is gone from Stripe.",
            "Clear the Stripe id of the initial order and sync it again."
        ),
        ErrorDefinition.FixRecord(
            "SYNC-4005",
            "StripeIdUnknown",
            "A record carries an id that the connected Stripe account does not know.",
            "Correct or clear the Stripe id of the record, connect the account and mode it belongs to, or let unknownStripeIds replace such ids."
        ),
        ErrorDefinition.FixRecord(
            "SYNC-4006",
            "OtherStripeAccount",
            "An order names another Stripe account than the one its contract is billed through.",
            "Clear the Stripe account of the order, or name the connected one; make that account the primary one only if all orders are to be billed there."
        ),
    ];

    public static SyncError StripeRefused(RecordRef record, string message, string? field = null) =>
        new(Of("StripeRefused"), record, field, $"Stripe: {message}");

    public static SyncError StripeObjectDeleted(RecordRef record, string kind, string id) =>
        new(Of("StripeObjectDeleted"), record, "Stripe_ID__c", $"The Stripe {kind} {id} was deleted.");

    public static SyncError ScheduleCanceled(RecordRef order, string id) =>
        new(Of("ScheduleCanceled"), order, "Stripe_ID__c", $"The schedule {id} is canceled and cannot be changed.");

    /// <param name="held">The customer's currency, if it is known.</param>
    public static SyncError CustomerCurrency(RecordRef order, string held = "another currency") =>
        new(
            Of("CustomerCurrency"),
            order,
            "CurrencyIsoCode",
            $"The customer has a contract in {held} that is not over, and Stripe bills a customer in one currency at a time."
        );

    public static SyncError ScheduleMissing(RecordRef order, string id) =>
        new(Of("ScheduleMissing"), order, "Stripe_ID__c", $"The schedule {id} was not found in Stripe.");

    /// <param name="kind">Stripe's word for what the id should be.</param>
    /// <param name="account">Account and mode that were asked; null where they have no name.</param>
    public static SyncError StripeIdUnknown(RecordRef record, string kind, string id, string? account, string? field = null) =>
        new(Of("StripeIdUnknown"), record, field ?? "Stripe_ID__c", $"There is no {kind} {id} in {account ?? "the connected Stripe account"}.");

    /// <param name="named">The account's id; that of the record where it has none.</param>
    /// <param name="account">Account and mode that the contract is billed through.</param>
    public static SyncError OtherStripeAccount(RecordRef order, string named, string account) =>
        new(Of("OtherStripeAccount"), order, "Stripe_Account__c", $"The order names the Stripe account {named}, and is billed through {account}.");

    private static ErrorDefinition Of(string name) => Definitions.First(definition => definition.Name == name);
}
