using System.Text.Json.Nodes;

namespace CpqBilling.Engine.Tests;

/// <summary>Small contracts as fixtures: one account, one product at 120.00 a year, an order of twelve months from 2026-01-01.</summary>
internal static class Contracts
{
    public static JsonObject Annual() =>
        new()
        {
            ["Account"] = Rows(new JsonObject { ["Id"] = "Account#1", ["Name"] = "Harbour Foods" }),
            ["Product2"] = Rows(
                new JsonObject
                {
                    ["Id"] = "Product2#1",
                    ["Name"] = "Gold",
                    ["ProductCode"] = "GOLD",
                    ["IsActive"] = true,
                    ["SBQQ__BillingFrequency__c"] = "Annual",
                    ["SBQQ__SubscriptionPricing__c"] = "Fixed Price",
                    ["SBQQ__SubscriptionType__c"] = "Renewable",
                }
            ),
            ["Pricebook2"] = Rows(
                new JsonObject
                {
                    ["Id"] = "Pricebook2#1",
                    ["Name"] = "Standard",
                    ["IsStandard"] = true,
                }
            ),
            ["PricebookEntry"] = Rows(
                new JsonObject
                {
                    ["Id"] = "PricebookEntry#1",
                    ["Pricebook2Id"] = "Pricebook2#1",
                    ["Product2Id"] = "Product2#1",
                    ["UnitPrice"] = 120.0,
                    ["IsActive"] = true,
                }
            ),
            ["Opportunity"] = Rows(
                new JsonObject
                {
                    ["Id"] = "Opportunity#1",
                    ["AccountId"] = "Account#1",
                    ["CloseDate"] = "2026-01-01",
                }
            ),
            ["SBQQ__Quote__c"] = Rows(Quote("Quote#1", "Opportunity#1", "2026-01-01", 12, "Quote")),
            ["Order"] = Rows(Order("Order#1", "Opportunity#1", "Quote#1", "2026-01-01", "New")),
            ["OrderItem"] = Rows(Line("OrderItem#1", "Order#1", 1, 120.0, 1.0, "2026-01-01")),
        };

    /// <summary>Another order of the same customer for the same product, at the same price.</summary>
    public static JsonObject Another() =>
        new()
        {
            ["Opportunity"] = Rows(
                new JsonObject
                {
                    ["Id"] = "Opportunity#2",
                    ["AccountId"] = "Account#1",
                    ["CloseDate"] = "2026-01-01",
                }
            ),
            ["SBQQ__Quote__c"] = Rows(Quote("Quote#2", "Opportunity#2", "2026-01-01", 12, "Quote")),
            ["Order"] = Rows(Order("Order#2", "Opportunity#2", "Quote#2", "2026-01-01", "New")),
            ["OrderItem"] = Rows(Line("OrderItem#2", "Order#2", 1, 120.0, 1.0, "2026-01-01")),
        };

    /// <summary>Twelve months at 10.00, one line more with each month: as many phases as months, billed monthly.</summary>
    public static JsonObject Growing()
    {
        var records = Annual();
        var lines = new JsonArray();
        for (var month = 1; month <= 12; month++)
        {
            var left = 13 - month;
            var line = Line($"OrderItem#{month}", "Order#1", 1, 10.0 * left, left / 12.0, $"2026-{month:D2}-01");
            line["SBQQ__BillingFrequency__c"] = "Monthly";
            lines.Add(line);
        }

        records["OrderItem"] = lines;
        records["Product2"]![0]!["SBQQ__BillingFrequency__c"] = "Monthly";
        return records;
    }

    /// <summary>Tiers of 10, 20 and 30 dollars a unit on the annual product and on its line.</summary>
    public static JsonObject Tiers()
    {
        var line = new JsonObject
        {
            ["Id"] = "SBQQ__OrderItemConsumptionSchedule__c#1",
            ["SBQQ__OrderItem__c"] = "OrderItem#1",
            ["SBQQ__Type__c"] = "Range",
            ["SBQQ__RatingMethod__c"] = "Tier",
        };
        return new JsonObject
        {
            ["ConsumptionSchedule"] = Rows(
                new JsonObject
                {
                    ["Id"] = "ConsumptionSchedule#1",
                    ["Name"] = "Units",
                    ["IsActive"] = true,
                    ["Type"] = "Range",
                    ["RatingMethod"] = "Tier",
                }
            ),
            ["ProductConsumptionSchedule"] = Rows(
                new JsonObject
                {
                    ["Id"] = "ProductConsumptionSchedule#1",
                    ["ProductId"] = "Product2#1",
                    ["ConsumptionScheduleId"] = "ConsumptionSchedule#1",
                }
            ),
            ["ConsumptionRate"] = Rates("ConsumptionRate", "ConsumptionSchedule#1", "ConsumptionScheduleId"),
            ["SBQQ__OrderItemConsumptionSchedule__c"] = Rows(line),
            ["SBQQ__OrderItemConsumptionRate__c"] = Rates(
                "SBQQ__OrderItemConsumptionRate__c",
                "SBQQ__OrderItemConsumptionSchedule__c#1",
                "SBQQ__OrderItemConsumptionSchedule__c"
            ),
        };
    }

    /// <summary>Two more products; the second has two prices, the third a price that is wrong.</summary>
    public static JsonObject PriceBook()
    {
        static JsonObject Product(int number) =>
            new()
            {
                ["Id"] = $"Product2#{number}",
                ["Name"] = $"Product {number}",
                ["ProductCode"] = $"P{number}",
                ["IsActive"] = true,
            };
        static JsonObject Entry(int number, int product, double price) =>
            new()
            {
                ["Id"] = $"PricebookEntry#{number}",
                ["Pricebook2Id"] = "Pricebook2#1",
                ["Product2Id"] = $"Product2#{product}",
                ["UnitPrice"] = price,
                ["IsActive"] = true,
            };
        return new JsonObject
        {
            ["Product2"] = Rows(Product(2), Product(3)),
            ["PricebookEntry"] = Rows(Entry(2, 2, 50), Entry(3, 2, 25), Entry(4, 3, -1)),
        };
    }

    /// <summary>Two more units from 2026-07-01: half a year at 60.00 each.</summary>
    public static JsonObject Amendment()
    {
        var line = Line("OrderItem#2", "Order#2", 2, 60.0, 0.5, "2026-07-01");
        line["SBQQ__RevisedOrderProduct__c"] = "OrderItem#1";
        var quote = Quote("Quote#2", "Opportunity#2", "2026-07-01", 6, "Amendment");
        quote["SBQQ__EndDate__c"] = "2026-12-31";
        return new JsonObject
        {
            ["Contract"] = Rows(
                new JsonObject
                {
                    ["Id"] = "Contract#1",
                    ["AccountId"] = "Account#1",
                    ["StartDate"] = "2026-01-01",
                    ["SBQQ__Quote__c"] = "Quote#1",
                    ["SBQQ__Order__c"] = "Order#1",
                }
            ),
            ["Opportunity"] = Rows(
                new JsonObject
                {
                    ["Id"] = "Opportunity#2",
                    ["AccountId"] = "Account#1",
                    ["CloseDate"] = "2026-06-15",
                    ["SBQQ__AmendedContract__c"] = "Contract#1",
                }
            ),
            ["SBQQ__Quote__c"] = Rows(quote),
            ["Order"] = Rows(
                Order("Order#2", "Opportunity#2", "Quote#2", "2026-07-01", "Amendment"),
                new JsonObject { ["Id"] = "Order#1", ["SBQQ__Contracted__c"] = true }
            ),
            ["OrderItem"] = Rows(line),
        };
    }

    private static JsonObject Quote(string id, string opportunity, string start, int term, string type) =>
        new()
        {
            ["Id"] = id,
            ["SBQQ__Account__c"] = "Account#1",
            ["SBQQ__Opportunity2__c"] = opportunity,
            ["SBQQ__StartDate__c"] = start,
            ["SBQQ__SubscriptionTerm__c"] = term,
            ["SBQQ__Type__c"] = type,
        };

    private static JsonObject Order(string id, string opportunity, string quote, string start, string type) =>
        new()
        {
            ["Id"] = id,
            ["AccountId"] = "Account#1",
            ["OpportunityId"] = opportunity,
            ["SBQQ__Quote__c"] = quote,
            ["EffectiveDate"] = start,
            ["Status"] = "Activated",
            ["Type"] = type,
        };

    private static JsonObject Line(string id, string order, int quantity, double unitPrice, double multiplier, string start) =>
        new()
        {
            ["Id"] = id,
            ["OrderId"] = order,
            ["Product2Id"] = "Product2#1",
            ["PricebookEntryId"] = "PricebookEntry#1",
            ["Quantity"] = quantity,
            ["UnitPrice"] = unitPrice,
            ["ListPrice"] = 120.0,
            ["ServiceDate"] = start,
            ["EndDate"] = "2026-12-31",
            ["SBQQ__Activated__c"] = true,
            ["SBQQ__BillingFrequency__c"] = "Annual",
            ["SBQQ__SubscriptionPricing__c"] = "Fixed Price",
            ["SBQQ__SubscriptionType__c"] = "Renewable",
            ["SBQQ__ProrateMultiplier__c"] = multiplier,
        };

    private static JsonArray Rates(string type, string schedule, string lookup)
    {
        var (prefix, suffix) = type.StartsWith("SBQQ__", StringComparison.Ordinal) ? ("SBQQ__", "__c") : ("", "");
        var rates = new JsonArray();
        foreach (var (number, bound) in new (int, int?)[] { (1, 2), (2, 10), (3, null) })
        {
            rates.Add(
                new JsonObject
                {
                    ["Id"] = $"{type}#{number}",
                    [lookup] = schedule,
                    [$"{prefix}PricingMethod{suffix}"] = "PerUnit",
                    [$"{prefix}ProcessingOrder{suffix}"] = number,
                    [$"{prefix}UpperBound{suffix}"] = bound,
                    [$"{prefix}Price{suffix}"] = 10.0 * number,
                }
            );
        }

        return rates;
    }

    private static JsonArray Rows(params JsonObject[] rows) => [.. rows];
}
