using CpqBilling.Sandbox.Salesforce.Records;

namespace CpqBilling.Sandbox.Salesforce.Cpq.Triggers;

/// <summary>The package's auto-resolve: a primary record's own success settles its other open errors.</summary>
/// <remarks>A trigger sees the rows of one request together, and rows written with the success are not earlier: it runs on the changes of a transaction.</remarks>
internal static class SyncRecordResolution
{
    public static void OnSyncRecord(RecordChange change)
    {
        var row = change.Record;
        if (change.Kind == ChangeKind.Delete || row.Text("Resolution_Status__c") is not ("Success" or "Resolved"))
            return;
        if (row.Text("Primary_Record_ID__c") is not { } primary || primary != row.Text("Secondary_Record_ID__c"))
            return;
        var table = change.Session.Store["Sync_Record__c"];
        foreach (
            var other in table
                .Find(row.Type["Primary_Record_ID__c"], primary)
                .Where(other => IsOpenErrorOf(other, primary) && !WrittenNow(other, change))
                .ToList()
        )
            change.Session.Update(other, new Dictionary<string, object?> { ["Resolution_Status__c"] = "Resolved" });
    }

    private static bool IsOpenErrorOf(Record row, string primary) =>
        !row.IsDeleted && row.Text("Resolution_Status__c") == "Error" && row.Text("Primary_Record_ID__c") == primary;

    private static bool WrittenNow(Record row, RecordChange change) => row.Id == change.Record.Id || change.Session.HasWritten(row);
}
