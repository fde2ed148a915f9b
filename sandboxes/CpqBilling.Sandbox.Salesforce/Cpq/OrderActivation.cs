using CpqBilling.Sandbox.Salesforce.Records;

namespace CpqBilling.Sandbox.Salesforce.Cpq;

/// <summary>A Draft order with lines becomes Activated: stamped, and its lines with it.</summary>
internal static class OrderActivation
{
    public static void Before(RecordChange change)
    {
        var order = change.Record;
        if (change.Kind == ChangeKind.Insert && order.Text("Status") == "Activated")
            throw CpqErrors.BornActivated();
        if (!IsActivation(change))
        {
            if (change.Kind == ChangeKind.Update && change.Changed("Status"))
                order["ActivatedDate"] = order["ActivatedById"] = null;
            return;
        }
        var lines = Lines(order, change.Session.Store);
        if (lines.Count == 0)
            throw CpqErrors.NoLines();
        CheckSegments(order, lines, change.Session.Store);
        order["ActivatedDate"] = change.Session.Org.Clock.Now;
        order["ActivatedById"] = change.Session.User.Id;
    }

    public static void After(RecordChange change)
    {
        if (change.Kind != ChangeKind.Update || !change.Changed("Status"))
            return;
        var isActivated = change.Record.Text("Status") == "Activated";
        foreach (var line in Lines(change.Record, change.Session.Store))
            change.Session.Update(
                line,
                new Dictionary<string, object?> { ["SBQQ__Activated__c"] = isActivated, ["SBQQ__Status__c"] = isActivated ? "Activated" : "Draft" }
            );
    }

    public static bool IsActivation(RecordChange change) => change.Kind == ChangeKind.Update && change.Became("Status", "Activated");

    public static IReadOnlyList<Record> Lines(Record order, RecordStore store) => store.Children(order, "OrderItem", "OrderId");

    /// <summary>A segmented product is ordered with all segments its quote offers; lines whose index and key were cleared count as plain ones.</summary>
    private static void CheckSegments(Record order, IReadOnlyList<Record> lines, RecordStore store)
    {
        if (store.Parent(order, "SBQQ__Quote__c") is not { } quote)
            return;
        var quoted = QuoteLines.Of(quote, store).Where(QuoteLines.IsSegment).ToLookup(line => line.Text("SBQQ__SegmentKey__c"));
        foreach (var group in lines.Where(line => line.Text("SBQQ__SegmentKey__c") is not null).GroupBy(line => line.Text("SBQQ__SegmentKey__c")))
            if (group.Count() < quoted[group.Key].Count())
                throw CpqErrors.MissingSegments(store.Parent(group.First(), "Product2Id")?.Text("Name") ?? "a product");
    }
}
