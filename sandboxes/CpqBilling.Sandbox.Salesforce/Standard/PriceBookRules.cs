using CpqBilling.Sandbox.Salesforce.Api;
using CpqBilling.Sandbox.Salesforce.Org;
using CpqBilling.Sandbox.Salesforce.Records;

namespace CpqBilling.Sandbox.Salesforce.Standard;

/// <summary>A product has one price a book and currency, and a price in the standard book before it has one in any other.</summary>
internal static class PriceBookRules
{
    public static void Install(SandboxOrg org) => org.Store.Hooks.BeforeSave("PricebookEntry", Check);

    private static void Check(RecordChange change)
    {
        var store = change.Session.Store;
        if (
            change.Kind != ChangeKind.Insert
            || change.Mode != WriteMode.Api
            || store.Parent(change.Record, "Product2Id") is not { } product
            || store.Parent(change.Record, "Pricebook2Id") is not { } book
        )
            return;
        var prices = store
            .Children(product, "PricebookEntry", "Product2Id")
            .Where(entry => Equals(entry["CurrencyIsoCode"], change.Record["CurrencyIsoCode"]))
            .ToList();
        if (prices.Exists(entry => entry.Text("Pricebook2Id") == book.Id))
            throw new SalesforceError(400, "DUPLICATE_VALUE", "This price definition already exists in this price book", []);
        if (!book.IsTrue("IsStandard") && !prices.Exists(entry => store.Parent(entry, "Pricebook2Id")?.IsTrue("IsStandard") == true))
            throw new SalesforceError(400, "STANDARD_PRICE_NOT_DEFINED", "No standard price defined for this product", []);
    }
}
