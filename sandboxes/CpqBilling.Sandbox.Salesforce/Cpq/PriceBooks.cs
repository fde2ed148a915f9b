using CpqBilling.Sandbox.Salesforce.Records;

namespace CpqBilling.Sandbox.Salesforce.Cpq;

/// <summary>The price book of a quote: the one it names, else the standard book.</summary>
internal static class PriceBooks
{
    public static string? Of(Record quote, RecordStore store) =>
        store.Find(quote.Text("SBQQ__PricebookId__c"))?.Id ?? quote.Text("SBQQ__PriceBook__c") ?? Standard(store);

    public static string? Standard(RecordStore store) =>
        store["Pricebook2"].All.FirstOrDefault(book => book.IsTrue("IsStandard") && !book.IsDeleted)?.Id;
}
