using System.Globalization;
using CpqBilling.Sandbox.Salesforce.Records;

namespace CpqBilling.Sandbox.Salesforce.Cpq;

/// <summary>A quote line of a product with a price dimension becomes one line for each segment of its quote, as CPQ's editor makes them.</summary>
/// <remarks>Lines that come as segments already stay as they are; custom segments are given with their dates.</remarks>
internal static class Segmentation
{
    public static void OnLine(RecordChange change)
    {
        var (line, session) = (change.Record, change.Session);
        if (change.Kind != ChangeKind.Insert || change.Mode != WriteMode.Api || QuoteLines.IsSegment(line) || QuoteLines.IsExisting(line))
            return;
        if (
            session.Store.Parent(line, "SBQQ__Product__c") is not { } product
            || session.Store.Parent(line, "SBQQ__Quote__c") is not { } quote
            || Dimension(product, session.Store) is not { } dimension
            || LineDates.Start(line, quote) is not { } start
            || LineDates.End(line, quote) is not { } end
        )
            return;
        var spans = RampSegments.Of(dimension.Text("SBQQ__Type__c")!, start, end);
        var key = (session.Org.Clock.Now.ToUnixTimeMilliseconds() + SalesforceId.NumberOf(line.Id)).ToString(CultureInfo.InvariantCulture);
        session.Update(line, Of(spans[0], dimension, key));
        foreach (var span in spans.Skip(1))
            session.Insert("SBQQ__QuoteLine__c", Copied(line, Of(span, dimension, key)));
    }

    private static Record? Dimension(Record product, RecordStore store) =>
        store
            .Children(product, "SBQQ__Dimension__c", "SBQQ__Product__c")
            .FirstOrDefault(dimension => dimension.Text("SBQQ__Type__c") is "Year" or "Quarter" or "Month");

    private static Dictionary<string, object?> Of(SegmentSpan span, Record dimension, string key) =>
        new()
        {
            ["SBQQ__Dimension__c"] = dimension.Id,
            ["SBQQ__SegmentIndex__c"] = (decimal)span.Index,
            ["SBQQ__SegmentKey__c"] = key,
            ["SBQQ__SegmentLabel__c"] = span.Label,
            ["SBQQ__StartDate__c"] = span.Start,
            ["SBQQ__EndDate__c"] = span.End,
        };

    private static Dictionary<string, object?> Copied(Record line, Dictionary<string, object?> segment)
    {
        foreach (
            var field in (string[])
                ["SBQQ__Quote__c", "SBQQ__Product__c", "SBQQ__Quantity__c", "SBQQ__Discount__c", "SBQQ__ListPrice__c", "SBQQ__RequiredBy__c"]
        )
            segment[field] = line[field];
        return segment;
    }
}
