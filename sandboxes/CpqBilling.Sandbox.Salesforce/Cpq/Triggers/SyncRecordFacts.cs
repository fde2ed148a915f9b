using System.Text.RegularExpressions;
using CpqBilling.Sandbox.Salesforce.Records;

namespace CpqBilling.Sandbox.Salesforce.Cpq.Triggers;

/// <summary>The package's facts for reports: an error's code, since when it is one, and the order whose money waits.</summary>
internal static partial class SyncRecordFacts
{
    public static void BeforeSave(RecordChange change)
    {
        var row = change.Record;
        var isError = row.Text("Resolution_Status__c") == "Error";
        var wasError = (string?)change.Old("Resolution_Status__c") == "Error";
        row["Error_Code__c"] = isError && Code().Match(row.Text("Resolution_Message__c") ?? "") is { Success: true } code ? code.Value : null;
        row["Error_Since__c"] =
            !isError ? null
            : wasError && change.Old("Error_Since__c") is { } since ? since
            : change.Session.Org.Clock.Now;
        row["Order__c"] = change.Session.Store.Find(row.Text("Primary_Record_ID__c")) is { IsDeleted: false, Type.Name: "Order" } order
            ? order.Id
            : null;
    }

    [GeneratedRegex(@"SYNC-\d{4}")]
    private static partial Regex Code();
}
