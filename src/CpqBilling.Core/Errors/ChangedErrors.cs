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
    ];

    /// <param name="place">As in "schedule sub_sched_1".</param>
    public static SyncError ScheduleDrifted(RecordRef order, string place, string difference) =>
        new(Of("ScheduleDrifted"), order, "Stripe_ID__c", $"The {place} was changed in Stripe: {difference}.");

    /// <param name="ids">Of the schedules that name the order.</param>
    public static SyncError SyncedByAnother(RecordRef order, string ids) =>
        new(Of("SyncedByAnother"), order, "Stripe_ID__c", $"The Stripe schedules {ids} were all made for this order.");

    private static ErrorDefinition Of(string name) => Definitions.First(definition => definition.Name == name);
}
