using CpqBilling.Storage.Rows.Outgoing;

namespace CpqBilling.Storage.Outgoing;

/// <summary>Kinds of alerts in the words that API and destinations get.</summary>
public static class AlertWords
{
    public static string Of(AlertKind kind) =>
        kind switch
        {
            AlertKind.ConnectionDown => "connection-down",
            AlertKind.IssueOpen => "issue-open",
            AlertKind.DriftFound => "drift-found",
            AlertKind.MoneyHeld => "money-held",
            AlertKind.QueueStuck => "queue-stuck",
            AlertKind.ReconcileFindings => "reconcile-findings",
            AlertKind.DestinationFailing => "destination-failing",
            _ => throw new System.Diagnostics.UnreachableException(),
        };
}
