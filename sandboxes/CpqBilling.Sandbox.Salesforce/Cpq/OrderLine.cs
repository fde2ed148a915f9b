using CpqBilling.Sandbox.Salesforce.Records;

namespace CpqBilling.Sandbox.Salesforce.Cpq;

/// <summary>The order product that a quote line becomes.</summary>
/// <remarks>The unit price is for the whole span of the line and positive also where a quantity falls.</remarks>
internal static class OrderLine
{
    public static Dictionary<string, object?> Of(Record line, Record quote, Record order, WriteSession session)
    {
        var quantity = OrderedQuantity.Of(line, quote);
        var values = new Dictionary<string, object?>
        {
            ["OrderId"] = order.Id,
            ["PricebookEntryId"] = line["SBQQ__PricebookEntryId__c"],
            ["Quantity"] = quantity,
            ["SBQQ__OrderedQuantity__c"] = quantity,
            ["SBQQ__QuotedQuantity__c"] = line["SBQQ__Quantity__c"],
            ["UnitPrice"] = line["SBQQ__NetPrice__c"],
            ["SBQQ__QuotedListPrice__c"] = line["SBQQ__ListPrice__c"],
            ["SBQQ__TotalDiscountRate__c"] = line["SBQQ__Discount__c"],
            ["ServiceDate"] = LineDates.Start(line, quote),
            ["EndDate"] = LineDates.End(line, quote),
            ["SBQQ__QuoteLine__c"] = line.Id,
            ["SBQQ__Status__c"] = "Draft",
            ["SBQQ__ContractAction__c"] = Action(line, quote, quantity),
            ["SBQQ__RevisedOrderProduct__c"] = Revised(line, session.Store)?.Text("SBQQ__OrderProduct__c"),
            ["SBQQ__ProrateMultiplier__c"] = line["SBQQ__ProrateMultiplier__c"],
            ["SBQQ__ProductSubscriptionType__c"] = session.Store.Parent(line, "SBQQ__Product__c")?["SBQQ__SubscriptionType__c"],
            ["SBQQ__UnproratedNetPrice__c"] = line["SBQQ__DefaultSubscriptionTerm__c"] is null ? null : QuotePricing.Unprorated(line),
            ["SBQQ__SubscriptionTerm__c"] = Term(line, quote),
            ["SBQQ__PriceDimension__c"] = line["SBQQ__Dimension__c"],
            ["SBQQ__DimensionType__c"] = session.Store.Parent(line, "SBQQ__Dimension__c")?["SBQQ__Type__c"],
        };
        foreach (var field in SameOnBoth)
            values[field] = line[field];
        if (session.Org.Schema.MultiCurrency)
            values["CurrencyIsoCode"] = quote["CurrencyIsoCode"];
        return values;
    }

    private static readonly string[] SameOnBoth =
    [
        "SBQQ__DefaultSubscriptionTerm__c",
        "SBQQ__SubscriptionPricing__c",
        "SBQQ__SubscriptionType__c",
        "SBQQ__BillingFrequency__c",
        "SBQQ__BillingType__c",
        "SBQQ__ChargeType__c",
        "SBQQ__SegmentIndex__c",
        "SBQQ__SegmentKey__c",
    ];

    private static string Action(Record line, Record quote, decimal quantity) =>
        !QuoteLines.IsExisting(line) ? "New"
        : !QuoteLines.IsAmendment(quote) ? "Renew"
        : line.Number("SBQQ__Quantity__c") == 0m ? "Cancel"
        : quantity > 0m ? "Quantity Increase"
        : "Quantity Decrease";

    private static Record? Revised(Record line, RecordStore store) => store.Parent(line, "SBQQ__UpgradedSubscription__c");

    /// <summary>The line's own; else null on amendments, renewals and segments, and where the product has no term of its own.</summary>
    private static object? Term(Record line, Record quote)
    {
        if (QuoteLines.IsSegment(line))
            return null;
        if (!QuoteLines.IsEvergreen(line) && line["SBQQ__SubscriptionTerm__c"] is { } own)
            return own;
        if (line["SBQQ__DefaultSubscriptionTerm__c"] is null)
            return null;
        if (QuoteLines.IsEvergreen(line))
            return 1m;
        return quote.Text("SBQQ__Type__c") is "Amendment" or "Renewal" ? null : quote["SBQQ__SubscriptionTerm__c"];
    }
}
