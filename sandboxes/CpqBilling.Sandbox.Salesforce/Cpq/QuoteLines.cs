using CpqBilling.Sandbox.Salesforce.Records;

namespace CpqBilling.Sandbox.Salesforce.Cpq;

/// <summary>What a quote line is, told from its subscription fields.</summary>
internal static class QuoteLines
{
    public static IReadOnlyList<Record> Of(Record quote, RecordStore store) => store.Children(quote, "SBQQ__QuoteLine__c", "SBQQ__Quote__c");

    public static bool IsRecurring(Record line) =>
        line.Text("SBQQ__SubscriptionPricing__c") is not null && line.Text("SBQQ__SubscriptionType__c") != "One-time";

    public static bool IsEvergreen(Record line) => line.Text("SBQQ__SubscriptionType__c") == "Evergreen";

    public static bool IsSegment(Record line) => line.Text("SBQQ__SegmentKey__c") is not null;

    public static bool IsAmendment(Record quote) => quote.Text("SBQQ__Type__c") == "Amendment";

    /// <summary>A recurring line of an amendment or renewal quote that stands for something sold before.</summary>
    public static bool IsExisting(Record line) => line.Text("SBQQ__UpgradedSubscription__c") is not null;
}
