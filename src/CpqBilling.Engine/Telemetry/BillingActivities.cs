using System.Diagnostics;
using CpqBilling.Engine.Sync;

namespace CpqBilling.Engine.Telemetry;

/// <summary>Spans of the engine: one for each job, from taking it out of the queue to the last record in Salesforce; calls to both sides are its children.</summary>
public static class BillingActivities
{
    public const string SourceName = "CpqBilling";

    private static readonly ActivitySource Source = new(SourceName);

    /// <summary>Null while nobody listens.</summary>
    internal static Activity? StartJob(string orgId, string family) =>
        Source.StartActivity("cpqbilling.sync", ActivityKind.Consumer)?.SetTag("salesforce.org_id", orgId).SetTag("cpqbilling.family", family);

    internal static void Note(this Activity activity, SyncReport report)
    {
        activity.SetTag("cpqbilling.outcome", report.Outcome.ToString().ToLowerInvariant());
        activity.SetTag("stripe.object_id", report.StripeId);
        if (report.Errors is [var first, ..])
        {
            activity.SetStatus(ActivityStatusCode.Error, first.Code);
        }
    }
}
