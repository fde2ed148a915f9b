using CpqBilling.Sandbox.Salesforce.Records;

namespace CpqBilling.Sandbox.Salesforce.Cpq;

/// <summary>Completes a quote line when it is saved: what its product and price book say, its dates, its multiplier and its price for the whole term.</summary>
/// <remarks>A line is priced again when its quote's dates or term change.</remarks>
internal static class QuotePricing
{
    public static void Price(RecordChange change)
    {
        var (line, store) = (change.Record, change.Session.Store);
        if (change.Kind == ChangeKind.Delete || store.Parent(line, "SBQQ__Quote__c") is not { } quote)
            return;
        if (store.Parent(line, "SBQQ__Product__c") is { } product)
            CopyFromProduct(line, product, quote, change);
        line["SBQQ__Quantity__c"] ??= 1m;
        if (
            QuoteLines.IsEvergreen(line)
            && line.Number("SBQQ__PriorQuantity__c") is { } prior
            && line.Number("SBQQ__Quantity__c") is { } quantity and not 0m
            && quantity != prior
        )
            throw CpqErrors.EvergreenQuantity();
        line["SBQQ__EffectiveStartDate__c"] = LineDates.Start(line, quote);
        line["SBQQ__EffectiveEndDate__c"] = LineDates.End(line, quote);
        line["SBQQ__ProrateMultiplier__c"] = LineDates.Multiplier(line, quote, change.Session.Org.Cpq.Precision);
        line["SBQQ__NetPrice__c"] = NetPrice(line, store);
    }

    /// <summary>List price less discount, times the multiplier, in the smallest unit of the currency.</summary>
    private static decimal NetPrice(Record line, RecordStore store) =>
        Math.Round(Unprorated(line) * (line.Number("SBQQ__ProrateMultiplier__c") ?? 1m), Decimals(line, store), MidpointRounding.AwayFromZero);

    /// <summary>List price less discount for one term of the product.</summary>
    public static decimal Unprorated(Record line) =>
        (line.Number("SBQQ__ListPrice__c") ?? 0m) * (1m - ((line.Number("SBQQ__Discount__c") ?? 0m) / 100m));

    private static void CopyFromProduct(Record line, Record product, Record quote, RecordChange change)
    {
        foreach (
            var field in (string[])
                [
                    "SBQQ__SubscriptionPricing__c",
                    "SBQQ__SubscriptionType__c",
                    "SBQQ__BillingFrequency__c",
                    "SBQQ__BillingType__c",
                    "SBQQ__ChargeType__c",
                ]
        )
            line[field] ??= product[field];
        line["SBQQ__DefaultSubscriptionTerm__c"] ??= QuoteLines.IsRecurring(line) ? product["SBQQ__SubscriptionTerm__c"] : null;
        if (change.Session.Org.Schema.MultiCurrency)
            line["CurrencyIsoCode"] = quote["CurrencyIsoCode"];
        if (Entry(product, quote, change.Session) is not { } entry)
            throw CpqErrors.Refused($"{product.Text("Name")} has no active price in the quote's price book.", "SBQQ__Product__c");
        line["SBQQ__PricebookEntryId__c"] ??= entry.Id;
        if (
            PercentOfTotal.Is(line)
            && !QuoteLines.IsExisting(line)
            && PercentOfTotal.ListPrice(line, product, quote, change.Session.Store) is { } share
        )
            line["SBQQ__ListPrice__c"] = share;
        line["SBQQ__ListPrice__c"] ??= entry["UnitPrice"];
    }

    private static Record? Entry(Record product, Record quote, WriteSession session)
    {
        var book = PriceBooks.Of(quote, session.Store);
        return session
            .Store.Children(product, "PricebookEntry", "Product2Id")
            .FirstOrDefault(entry =>
                entry.Text("Pricebook2Id") == book
                && entry.IsTrue("IsActive")
                && (!session.Org.Schema.MultiCurrency || Equals(entry["CurrencyIsoCode"], quote["CurrencyIsoCode"]))
            );
    }

    private static int Decimals(Record line, RecordStore store)
    {
        if (store.Schema.Find("CurrencyType") is not { } type)
            return 2;
        return (int)(store[type].All.FirstOrDefault(row => Equals(row["IsoCode"], line["CurrencyIsoCode"]))?.Number("DecimalPlaces") ?? 2m);
    }

    /// <summary>Lines are priced again when what they inherit has changed, and the quote's total follows.</summary>
    public static void Reprice(RecordChange change)
    {
        if (
            change.Kind != ChangeKind.Update
            || !((string[])["SBQQ__StartDate__c", "SBQQ__EndDate__c", "SBQQ__SubscriptionTerm__c"]).Any(change.Changed)
        )
            return;
        foreach (var line in QuoteLines.Of(change.Record, change.Session.Store))
            change.Session.Update(line, new Dictionary<string, object?>());
    }

    public static void Total(RecordChange change)
    {
        if (change.Session.Store.Parent(change.Record, "SBQQ__Quote__c") is not { } quote)
            return;
        var total = QuoteLines
            .Of(quote, change.Session.Store)
            .Sum(line => (line.Number("SBQQ__NetPrice__c") ?? 0m) * OrderedQuantity.Of(line, quote));
        if (quote.Number("SBQQ__NetAmount__c") != total)
            change.Session.Update(quote, new Dictionary<string, object?> { ["SBQQ__NetAmount__c"] = total });
    }
}

/// <summary>What an order takes over from a quote line: all of it, on amendments only what changes.</summary>
internal static class OrderedQuantity
{
    public static decimal Of(Record line, Record quote) =>
        (line.Number("SBQQ__Quantity__c") ?? 0m) - (QuoteLines.IsAmendment(quote) ? line.Number("SBQQ__PriorQuantity__c") ?? 0m : 0m);
}
