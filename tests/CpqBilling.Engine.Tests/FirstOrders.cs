using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using CpqBilling.Core.Mapping;

namespace CpqBilling.Engine.Tests;

/// <summary>Variations of <see cref="Contracts"/> for first orders.</summary>
internal static class FirstOrders
{
    /// <summary>Twelve months from 2026-01-01, quoted and billed by the month.</summary>
    public static JsonObject Monthly(int price)
    {
        var records = Contracts.Annual();
        records["Product2"]![0]!["SBQQ__BillingFrequency__c"] = "Monthly";
        records["Product2"]![0]!["SBQQ__SubscriptionTerm__c"] = 1;
        records["PricebookEntry"]![0]!["UnitPrice"] = price;
        var line = records["OrderItem"]![0]!;
        line["UnitPrice"] = 12 * price;
        line["ListPrice"] = price;
        line["SBQQ__BillingFrequency__c"] = "Monthly";
        line["SBQQ__DefaultSubscriptionTerm__c"] = 1;
        line["SBQQ__ProrateMultiplier__c"] = 12;
        return records;
    }

    /// <summary>Evergreen from a date on, 120.00 a month.</summary>
    public static JsonObject Evergreen(string start)
    {
        var records = Contracts.Annual();
        var product = records["Product2"]![0]!;
        product["SBQQ__SubscriptionType__c"] = "Evergreen";
        product["SBQQ__SubscriptionTerm__c"] = 1;
        product["SBQQ__BillingFrequency__c"] = null;
        records["SBQQ__Quote__c"]![0]!["SBQQ__StartDate__c"] = start;
        records["SBQQ__Quote__c"]![0]!["SBQQ__SubscriptionTerm__c"] = 1;
        MakeEvergreen(records["OrderItem"]![0]!, start);
        return records;
    }

    /// <summary>The amendment that takes the only unit away.</summary>
    public static JsonObject EvergreenCanceled(string start)
    {
        var records = Contracts.Amendment();
        var quote = (JsonObject)records["SBQQ__Quote__c"]![0]!;
        quote["SBQQ__StartDate__c"] = start;
        quote["SBQQ__SubscriptionTerm__c"] = 1;
        quote.Remove("SBQQ__EndDate__c");
        var line = records["OrderItem"]![0]!;
        MakeEvergreen(line, start);
        line["Quantity"] = -1;
        return records;
    }

    /// <summary>The amendment that adds another unit from a date on.</summary>
    public static JsonObject EvergreenAdded(string start)
    {
        var records = EvergreenCanceled(start);
        var line = (JsonObject)records["OrderItem"]![0]!;
        line["Quantity"] = 1;
        line.Remove("SBQQ__RevisedOrderProduct__c");
        return records;
    }

    /// <summary>A later amendment that adds one more.</summary>
    public static JsonObject EvergreenAddedNext(string start)
    {
        var text = EvergreenAdded(start).ToJsonString();
        foreach (var name in new[] { "Order", "OrderItem", "Quote", "Opportunity" })
        {
            text = text.Replace($"\"{name}#2\"", $"\"{name}#3\"", StringComparison.Ordinal);
        }

        var records = (JsonObject)JsonNode.Parse(text)!;
        records.Remove("Contract");
        return records;
    }

    /// <summary>Another order of the same account.</summary>
    public static JsonObject Second(string number = "2")
    {
        var text = Contracts
            .Annual()
            .ToJsonString()
            .Replace("\"Order#1\"", $"\"Order#{number}\"", StringComparison.Ordinal)
            .Replace("\"OrderItem#1\"", $"\"OrderItem#{number}\"", StringComparison.Ordinal)
            .Replace("\"Quote#1\"", $"\"Quote#{number}\"", StringComparison.Ordinal)
            .Replace("\"Opportunity#1\"", $"\"Opportunity#{number}\"", StringComparison.Ordinal);
        var records = (JsonObject)JsonNode.Parse(text)!;
        foreach (var known in new[] { "Account", "Product2", "Pricebook2", "PricebookEntry" })
        {
            records.Remove(known);
        }

        return records;
    }

    /// <param name="fields">Names and values in turn.</param>
    public static JsonObject Change(string type, string id, params object[] fields)
    {
        var row = new JsonObject { ["Id"] = id };
        foreach (var pair in fields.Chunk(2))
        {
            row[(string)pair[0]] = JsonSerializer.SerializeToNode(pair[1]);
        }

        return new JsonObject { [type] = new JsonArray(row) };
    }

    /// <param name="rows">Paths and fixed values in turn.</param>
    public static FieldMappings Default(string objectKey, params string[] rows) =>
        new()
        {
            Defaults = ImmutableDictionary<string, ImmutableDictionary<string, object?>>.Empty.Add(
                objectKey,
                rows.Chunk(2).ToImmutableDictionary(pair => pair[0], pair => (object?)pair[1])
            ),
        };

    public static JsonObject Coupon(string id, string discount, int value, string lookup, string record) =>
        new()
        {
            ["Id"] = id,
            ["Name__c"] = id,
            ["Duration__c"] = "once",
            [discount] = value,
            [lookup] = record,
        };

    public static (string?, string?) NameAndPostalCode(JsonElement customer) =>
        (customer.GetProperty("name").GetString(), customer.GetProperty("shipping").GetProperty("address").GetProperty("postal_code").GetString());

    private static void MakeEvergreen(JsonNode line, string start)
    {
        line["SBQQ__SubscriptionType__c"] = "Evergreen";
        line["SBQQ__DefaultSubscriptionTerm__c"] = 1;
        line["SBQQ__SubscriptionTerm__c"] = 1;
        line["SBQQ__ProrateMultiplier__c"] = 1;
        line["SBQQ__BillingFrequency__c"] = null;
        line["UnitPrice"] = 120;
        line["ServiceDate"] = start;
        ((JsonObject)line).Remove("EndDate");
    }
}
