using CpqBilling.Storage.Rows.Outgoing;

namespace CpqBilling.Web.Parts;

/// <summary>Kinds of alerts as people read them.</summary>
internal static class AlertTone
{
    public static string Words(AlertKind kind) =>
        kind switch
        {
            AlertKind.ConnectionDown => "connection down",
            AlertKind.IssueOpen => "issue",
            AlertKind.DriftFound => "changed in Stripe",
            AlertKind.MoneyHeld => "money held back",
            AlertKind.QueueStuck => "queue stuck",
            AlertKind.ReconcileFindings => "reconciliation",
            AlertKind.DestinationFailing => "destination failing",
            _ => throw new System.Diagnostics.UnreachableException(),
        };

    /// <summary>Where it is looked at and mended.</summary>
    public static string Page(AlertKind kind) =>
        kind switch
        {
            AlertKind.ConnectionDown => "/connections",
            AlertKind.QueueStuck => "/activity",
            AlertKind.ReconcileFindings => "/reconcile",
            AlertKind.DestinationFailing => "/destinations",
            _ => "/issues",
        };
}
