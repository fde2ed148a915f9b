using System.Collections.Immutable;

namespace CpqBilling.Core.Errors;

/// <summary>SYNC-7xxx: changed under us.</summary>
public static class ChangedErrors
{
    public static ImmutableArray<ErrorDefinition> Definitions { get; } =
    [
        new(
            "SYNC-7001",
            "ScheduleDrifted",
            Remedy.FixRecord,
            Retry.Never,
            "Somebody changed the schedule, or the subscription of an evergreen contract, in Stripe.",
            "Undo the change in Stripe, or set onDrift to overwrite or keep."
        ),
        new(
            "SYNC-7002",
            "SyncedByAnother",
            Remedy.FixRecord,
            Retry.Never,
            "Stripe holds several schedules for this order, and Salesforce names none of them.",
            "Cancel all but one in Stripe, or put the id of the right one into the order."
        ),
        ErrorDefinition.FixRecord(
            "SYNC-7003",
            "EditedInSalesforce",
            "An order, its quote, a line or a coupon is not what it was when the order was last synced.",
            "Put the old value back, order the change as an amendment, or set onSalesforceEdit to apply."
        ),
        ErrorDefinition.FixRecord(
            "SYNC-7004",
            "AccountIsNotPayer",
            "The account of an order is not the customer that pays its contract in Stripe.",
            "Put the old account back, or end the contract and order the rest of it for the new account."
        ),
        ErrorDefinition.FixRecord(
            "SYNC-7005",
            "EditCannotBeApplied",
            "An order was changed after it was synced in a way that a running contract cannot follow.",
            "Put the old value back, or end the contract and order the rest of it anew."
        ),
    ];

    /// <param name="place">As in "schedule sub_sched_1".</param>
    public static SyncError ScheduleDrifted(RecordRef order, string place, string difference) =>
        new(Of("ScheduleDrifted"), order, "Stripe_ID__c", $"The {place} was changed in Stripe: {difference}.");

    /// <param name="ids">Of the schedules that name the order.</param>
    public static SyncError SyncedByAnother(RecordRef order, string ids) =>
        new(Of("SyncedByAnother"), order, "Stripe_ID__c", $"The Stripe schedules {ids} were all made for this order.");

    /// <param name="from">Null where there was none.</param>
    /// <param name="to">Null where there is none any more.</param>
    public static SyncError EditedInSalesforce(RecordRef record, string? field, string? from, string? to) =>
        new(Of("EditedInSalesforce"), record, field, Edited(record, field, from, to));

    /// <param name="why">What keeps it from being applied, as in "a currency cannot change".</param>
    public static SyncError EditCannotBeApplied(RecordRef record, string? field, string? from, string? to, string why) =>
        new(Of("EditCannotBeApplied"), record, field, $"{Edited(record, field, from, to)} This is not applied: {why}.");

    /// <param name="order">The order whose account is another.</param>
    /// <param name="account">Name or id of the account the order has now, with its customer.</param>
    /// <param name="payer">The customer that pays, with its account where it is known.</param>
    public static SyncError AccountIsNotPayer(RecordRef order, string account, string payer) =>
        new(Of("AccountIsNotPayer"), order, "AccountId", $"The order belongs to {account}, but {payer} pays its contract in Stripe.");

    private static string Edited(RecordRef record, string? field, string? from, string? to) =>
        field is not null ? $"{field} of {record.Type} {record.Id} was {from ?? "empty"} when the order was last synced, and is {to ?? "empty"} now."
        : to is null ? $"{record.Type} {record.Id} was there when the order was last synced, and is gone."
        : $"{record.Type} {record.Id} was added after the order was synced.";

    private static ErrorDefinition Of(string name) => Definitions.First(definition => definition.Name == name);
}
