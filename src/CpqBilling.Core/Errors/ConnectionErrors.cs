using System.Collections.Immutable;

namespace CpqBilling.Core.Errors;

/// <summary>SYNC-6xxx: connection, authorisation, limits.</summary>
public static class ConnectionErrors
{
    public static ImmutableArray<ErrorDefinition> Definitions { get; } =
    [
        new(
            "SYNC-6001",
            "SalesforceUnreachable",
            Remedy.Wait,
            Retry.WithBackoff,
            "Salesforce could not be reached.",
            "Check the network; the sync is repeated."
        ),
        new(
            "SYNC-6002",
            "SalesforceUnauthorized",
            Remedy.Reconnect,
            Retry.AfterChange,
            "Salesforce does not accept the connection any more.",
            "Authorise Salesforce again."
        ),
        new(
            "SYNC-6003",
            "SalesforceLimit",
            Remedy.Wait,
            Retry.WithBackoff,
            "The daily API calls of the org are used up.",
            "Wait, or raise the limit of the org."
        ),
        new(
            "SYNC-6004",
            "StripeUnreachable",
            Remedy.Wait,
            Retry.WithBackoff,
            "Stripe could not be reached or failed.",
            "Check the network; the sync is repeated."
        ),
        new(
            "SYNC-6005",
            "StripeUnauthorized",
            Remedy.Reconnect,
            Retry.AfterChange,
            "Stripe does not accept the key, or the key lacks a permission.",
            "Authorise Stripe again."
        ),
        new(
            "SYNC-6006",
            "StripeLimit",
            Remedy.Wait,
            Retry.WithBackoff,
            "Stripe limits the rate of requests, or an object is locked.",
            "Nothing: the sync is repeated."
        ),
        new(
            "SYNC-6007",
            "ContractBusy",
            Remedy.Wait,
            Retry.WithBackoff,
            "Another process works on the same contract.",
            "Nothing: the sync is repeated."
        ),
        new(
            "SYNC-6008",
            "AnswerAwaited",
            Remedy.Wait,
            Retry.WithBackoff,
            "A request that is not wanted any more may still reach Stripe; nothing else is sent until it cannot.",
            "Nothing: the sync is repeated."
        ),
    ];

    public static SyncError SalesforceUnreachable(RecordRef org, string message) =>
        new(Of("SalesforceUnreachable"), org, null, $"Salesforce cannot be reached: {message.TrimEnd('.')}.");

    public static SyncError SalesforceUnauthorized(RecordRef org, string message) =>
        new(Of("SalesforceUnauthorized"), org, null, $"Salesforce refused the connection: {message}");

    public static SyncError SalesforceLimit(RecordRef org) => new(Of("SalesforceLimit"), org, null, "The API request limit of the org is reached.");

    public static SyncError StripeUnreachable(RecordRef org, string message) =>
        new(Of("StripeUnreachable"), org, null, $"Stripe cannot be reached: {message.TrimEnd('.')}.");

    public static SyncError StripeUnauthorized(RecordRef org, string message) =>
        new(Of("StripeUnauthorized"), org, null, $"Stripe refused the key: {message}");

    public static SyncError StripeLimit(RecordRef org) => new(Of("StripeLimit"), org, null, "Stripe asks to slow down.");

    /// <param name="holder">The process, as people find it: machine and process id; null when it is not known.</param>
    public static SyncError ContractBusy(RecordRef record, string? holder = null) =>
        new(Of("ContractBusy"), record, null, $"{holder ?? "Another process"} is working on this contract.");

    public static SyncError AnswerAwaited(RecordRef record) =>
        new(Of("AnswerAwaited"), record, null, "A request of an earlier run may still reach Stripe.");

    private static ErrorDefinition Of(string name) => Definitions.First(definition => definition.Name == name);
}
