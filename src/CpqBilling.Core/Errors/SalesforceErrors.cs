using System.Collections.Immutable;

namespace CpqBilling.Core.Errors;

/// <summary>SYNC-5xxx: Salesforce refused.</summary>
public static class SalesforceErrors
{
    public static ImmutableArray<ErrorDefinition> Definitions { get; } =
    [
        ErrorDefinition.FixRecord(
            "SYNC-5000",
            "SalesforceRefused",
            "Salesforce refused a request for a reason without a code of its own here.",
            "Read the message of Salesforce; it names the field."
        ),
        ErrorDefinition.FixRecord(
            "SYNC-5001",
            "WriteBackRefused",
            "Stripe holds the contract, but Salesforce refused to store an id.",
            "Grant the integration user access to the field, then sync again."
        ),
        ErrorDefinition.FixSettings(
            "SYNC-5002",
            "FieldMissing",
            "A field that is read or mapped does not exist in the org.",
            "Install the package, or correct the mapping."
        ),
        new("SYNC-5003", "RecordLocked", Remedy.Wait, Retry.WithBackoff, "A record was locked by somebody else.", "Nothing: the sync is repeated."),
    ];

    public static SyncError SalesforceRefused(RecordRef record, string message, string? field = null) =>
        new(Of("SalesforceRefused"), record, field, $"Salesforce: {message}");

    public static SyncError WriteBackRefused(RecordRef record, string message, string? field = null) =>
        new(Of("WriteBackRefused"), record, field ?? "Stripe_ID__c", $"The Stripe id could not be stored: {message}");

    public static SyncError FieldMissing(RecordRef org, string message, string? field = null) =>
        new(Of("FieldMissing"), org, field, $"Salesforce does not know a field: {message}");

    public static SyncError RecordLocked(RecordRef record) => new(Of("RecordLocked"), record, null, "The record is locked by another process.");

    private static ErrorDefinition Of(string name) => Definitions.First(definition => definition.Name == name);
}
