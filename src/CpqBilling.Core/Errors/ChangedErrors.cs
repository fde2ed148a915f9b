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
            "Somebody changed the schedule in Stripe.",
            "Undo the change in Stripe, or set onDrift to overwrite or keep."
        ),
        new(
            "SYNC-7002",
            "SyncedByAnother",
            Remedy.FixRecord,
            Retry.Never,
            "Stripe already holds a schedule for this order that Salesforce does not know.",
            "Put the id into the order to adopt it, or cancel it in Stripe."
        ),
    ];

    public static SyncError ScheduleDrifted(RecordRef order, string id, string difference) =>
        new(Of("ScheduleDrifted"), order, "Stripe_ID__c", $"The schedule {id} was changed in Stripe: {difference}.");

    public static SyncError SyncedByAnother(RecordRef order, string id) =>
        new(Of("SyncedByAnother"), order, "Stripe_ID__c", $"Stripe already holds the schedule {id} for this order.");

    private static ErrorDefinition Of(string name) => Definitions.First(definition => definition.Name == name);
}
