using CpqBilling.Sandbox.Salesforce.Records;

namespace CpqBilling.Sandbox.Salesforce.Cpq;

/// <summary>What amendment and renewal quotes have in common: an opportunity, a primary quote, a line for each thing the contract holds.</summary>
internal static class ContractQuotes
{
    public static Record Opportunity(Record contract, string kind, DateOnly closeDate, Dictionary<string, object?> more, WriteSession session)
    {
        var account = session.Store.Parent(contract, "AccountId")?.Text("Name");
        var name = $"{kind} of contract {contract.Text("ContractNumber")} for {account}";
        var values = new Dictionary<string, object?>(more)
        {
            ["Name"] = name.Length > 120 ? name[..120] : name,
            ["AccountId"] = contract["AccountId"],
            ["StageName"] = "Prospecting",
            ["CloseDate"] = closeDate,
            ["Pricebook2Id"] = contract["Pricebook2Id"],
        };
        Currency(values, contract, session);
        return session.Insert("Opportunity", values);
    }

    public static Record Quote(Record contract, Record opportunity, string type, Dictionary<string, object?> more, WriteSession session)
    {
        var origin = session.Store.Parent(contract, "SBQQ__Quote__c");
        var values = new Dictionary<string, object?>(more)
        {
            ["SBQQ__Type__c"] = type,
            ["SBQQ__Primary__c"] = true,
            ["SBQQ__Account__c"] = contract["AccountId"],
            ["SBQQ__Opportunity2__c"] = opportunity.Id,
            ["SBQQ__PricebookId__c"] = origin?["SBQQ__PricebookId__c"] ?? contract["Pricebook2Id"] ?? PriceBooks.Standard(session.Store),
            ["SBQQ__PriceBook__c"] = origin?["SBQQ__PriceBook__c"],
            ["SBQQ__PaymentTerms__c"] = origin?["SBQQ__PaymentTerms__c"],
            ["SBQQ__BillingFrequency__c"] = origin?["SBQQ__BillingFrequency__c"],
            ["SBQQ__PrimaryContact__c"] = origin?["SBQQ__PrimaryContact__c"],
        };
        Currency(values, contract, session);
        var quote = session.Insert("SBQQ__Quote__c", values);
        session.Update(opportunity, new Dictionary<string, object?> { ["SBQQ__PrimaryQuote__c"] = quote.Id });
        return quote;
    }

    /// <summary>A line with the price and the discount that the contract knows, and the full quantity.</summary>
    public static Dictionary<string, object?> Line(Holding holding, Record quote, RecordStore store)
    {
        var known = store.Parent(holding.Subscription, "SBQQ__QuoteLine__c");
        var item = store.Parent(holding.Subscription, "SBQQ__OrderProduct__c");
        return new()
        {
            ["SBQQ__Quote__c"] = quote.Id,
            ["SBQQ__Product__c"] = holding.Subscription["SBQQ__Product__c"],
            ["SBQQ__UpgradedSubscription__c"] = holding.Subscription.Id,
            ["SBQQ__Quantity__c"] = holding.Quantity,
            ["SBQQ__ListPrice__c"] = holding.Subscription["SBQQ__ListPrice__c"],
            ["SBQQ__Discount__c"] = known?["SBQQ__Discount__c"] ?? item?["SBQQ__TotalDiscountRate__c"],
            ["SBQQ__PricebookEntryId__c"] = item?["PricebookEntryId"],
            ["SBQQ__BillingFrequency__c"] = holding.Subscription["SBQQ__BillingFrequency__c"],
            ["SBQQ__BillingType__c"] = item?["SBQQ__BillingType__c"],
            ["SBQQ__SubscriptionPricing__c"] = item?["SBQQ__SubscriptionPricing__c"],
            ["SBQQ__SubscriptionType__c"] = item?["SBQQ__SubscriptionType__c"],
            ["SBQQ__DefaultSubscriptionTerm__c"] = item?["SBQQ__DefaultSubscriptionTerm__c"],
            ["SBQQ__Dimension__c"] = item?["SBQQ__PriceDimension__c"],
        };
    }

    private static void Currency(Dictionary<string, object?> values, Record contract, WriteSession session)
    {
        if (session.Org.Schema.MultiCurrency)
            values["CurrencyIsoCode"] = contract["CurrencyIsoCode"];
    }
}
