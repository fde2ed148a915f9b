using CpqBilling.Sandbox.Salesforce.Records;

namespace CpqBilling.Sandbox.Salesforce.Cpq;

/// <summary>Lines priced in per cent of what else is quoted: of all products that are no subscriptions, after their discounts.</summary>
internal static class PercentOfTotal
{
    public static bool Is(Record line) => line.Text("SBQQ__SubscriptionPricing__c") == "Percent Of Total";

    /// <summary>The list price of such a line for one term of its product; null where its product names no percentage, and the price book's price stands.</summary>
    public static decimal? ListPrice(Record line, Record product, Record quote, RecordStore store) =>
        product.Number("SBQQ__SubscriptionPercent__c") is { } percent
            ? percent / 100m * QuoteLines.Of(quote, store).Where(other => other.Id != line.Id && IsCounted(other)).Sum(Total)
            : null;

    /// <summary>Such lines are priced again when another line changes.</summary>
    public static void OnLine(RecordChange change)
    {
        var (line, store) = (change.Record, change.Session.Store);
        if (!IsCounted(line) || store.Parent(line, "SBQQ__Quote__c") is not { } quote)
            return;
        foreach (var other in QuoteLines.Of(quote, store).Where(Is).Where(other => !QuoteLines.IsExisting(other)))
            change.Session.Update(other, new Dictionary<string, object?>());
    }

    private static bool IsCounted(Record line) => line["SBQQ__SubscriptionPricing__c"] is null;

    private static decimal Total(Record line) => (line.Number("SBQQ__NetPrice__c") ?? 0m) * (line.Number("SBQQ__Quantity__c") ?? 0m);
}
