using CpqBilling.Sandbox.Salesforce.Records;

namespace CpqBilling.Sandbox.Salesforce.Cpq;

/// <summary>A primary quote that becomes ordered makes a Draft order with its lines.</summary>
/// <remarks>The order has neither end date nor contract. Lines of an amendment that change nothing are left out.</remarks>
internal static class OrderCreation
{
    private static readonly string[] AddressParts = ["Street", "City", "State", "PostalCode", "Country"];

    public static void OnQuote(RecordChange change)
    {
        var quote = change.Record;
        if (!change.Became("SBQQ__Ordered__c", true) || change.Session.Store.Children(quote, "Order", "SBQQ__Quote__c").Count > 0)
            return;
        if (!quote.IsTrue("SBQQ__Primary__c"))
            throw CpqErrors.NotPrimary();
        var lines = QuoteLines.Of(quote, change.Session.Store).Where(line => OrderedQuantity.Of(line, quote) != 0m).ToList();
        if (lines.Count == 0)
            throw CpqErrors.NothingToOrder();
        var order = change.Session.Insert("Order", OrderOf(quote, change.Session));
        AddLines(order, lines, quote, change.Session);
    }

    private static Dictionary<string, object?> OrderOf(Record quote, WriteSession session)
    {
        var start = quote.Date("SBQQ__StartDate__c") ?? session.Org.Clock.Today;
        var values = new Dictionary<string, object?>
        {
            ["AccountId"] = quote["SBQQ__Account__c"] ?? throw CpqErrors.Refused("The quote has no account.", "SBQQ__Account__c"),
            ["OpportunityId"] = quote["SBQQ__Opportunity2__c"],
            ["Pricebook2Id"] = PriceBooks.Of(quote, session.Store),
            ["SBQQ__Quote__c"] = quote.Id,
            ["SBQQ__PaymentTerm__c"] = quote["SBQQ__PaymentTerms__c"],
            ["SBQQ__PriceCalcStatus__c"] = "Completed",
            ["EffectiveDate"] = start,
            ["Status"] = "Draft",
            ["Type"] = quote.Text("SBQQ__Type__c") is "Amendment" or "Renewal" ? quote["SBQQ__Type__c"] : "New",
        };
        if (session.Org.Schema.MultiCurrency)
            values["CurrencyIsoCode"] = quote["CurrencyIsoCode"];
        if (session.Store.Parent(quote, "SBQQ__Account__c") is { } account)
            foreach (var field in AddressParts.SelectMany(part => (string[])["Billing" + part, "Shipping" + part]))
                values[field] = account[field];
        return values;
    }

    private static void AddLines(Record order, List<Record> lines, Record quote, WriteSession session)
    {
        var items = new Dictionary<string, Record>(StringComparer.Ordinal);
        foreach (var line in lines)
        {
            var item = session.Insert("OrderItem", OrderLine.Of(line, quote, order, session));
            UsageSchedules.CopyTo(item, session);
            items.Add(line.Id, item);
        }
        foreach (var line in lines)
            if (line.Text("SBQQ__RequiredBy__c") is { } bundle && items.TryGetValue(bundle, out var owner))
                session.Update(items[line.Id], new Dictionary<string, object?> { ["SBQQ__RequiredBy__c"] = owner.Id });
    }
}
