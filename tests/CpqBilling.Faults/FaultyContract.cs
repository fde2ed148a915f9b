using System.Text.Json.Nodes;
using CpqBilling.Engine.Sync;
using CpqBilling.Engine.Tests;

namespace CpqBilling.Faults;

/// <summary>A kind of contract, and the sync of it whose process ends.</summary>
/// <param name="Begin">What was sold and billed before.</param>
internal sealed record FaultyContract(string Name, string Order, Func<BreakableOrg, Task> Begin)
{
    private const string Now = "2026-01-01T00:00:00Z";

    public static IReadOnlyList<FaultyContract> All { get; } =
    [
        new("first order", "Order#1", org => org.World.LoadAsync(Contracts.Annual())),
        new("several lines and a coupon", "Order#1", CouponAsync),
        new("amendment with proration", "Order#2", org => BilledAsync(org, Contracts.Annual(), Contracts.Amendment())),
        new("more one-time lines than a bill holds", "Order#1", org => org.World.LoadAsync(ManyFees())),
        new("ramp", "Order#1", org => org.World.LoadAsync(Segments(3))),
        new("one-time order", "Order#1", org => org.World.LoadAsync(OneTime())),
        new("one-time order and its amendment", "Order#2", AmendedAtOnceAsync),
        new("amendment of a one-time order", "Order#2", org => BilledAsync(org, OneTime(), OneTimeAmendment())),
        new("one-time amendment of a schedule", "Order#2", org => BilledAsync(org, Contracts.Annual(), FeeAmendment())),
        new(
            "evergreen, a planned change",
            "Order#2",
            org => BilledAsync(org, FirstOrders.Evergreen("2026-01-01"), FirstOrders.EvergreenAdded("2026-01-16"))
        ),
        new("termination", "Order#2", org => BilledAsync(org, Contracts.Annual(), Termination())),
        new("termination with a fee", "Order#2", org => BilledAsync(org, Contracts.Annual(), TerminationWithFee())),
        new("more than ten phases", "Order#1", org => org.World.LoadAsync(Contracts.Growing())),
    ];

    public async Task<BreakableOrg> StartAsync()
    {
        var org = await BreakableOrg.StartAsync(Now);
        await Begin(org);
        return org;
    }

    public override string ToString() => Name;

    private static async Task BilledAsync(BreakableOrg org, JsonObject first, JsonObject second)
    {
        await org.World.LoadAsync(first);
        Assert.Equal(SyncOutcome.Synced, (await org.SyncAsync("Order#1")).Outcome);
        await org.World.LoadAsync(second);
    }

    private static async Task AmendedAtOnceAsync(BreakableOrg org)
    {
        await org.World.LoadAsync(OneTime());
        await org.World.LoadAsync(OneTimeAmendment());
    }

    internal static JsonObject Termination()
    {
        var amendment = Contracts.Amendment();
        amendment["OrderItem"]![0]!["Quantity"] = -1;
        return amendment;
    }

    private static JsonObject TerminationWithFee()
    {
        var amendment = FeeAmendment();
        amendment["OrderItem"]!.AsArray().Insert(0, Termination()["OrderItem"]![0]!.DeepClone());
        return amendment;
    }

    /// <summary>Twenty go on the first bill of the schedule, two on an invoice beside it.</summary>
    internal static JsonObject ManyFees()
    {
        var records = Contracts.Annual();
        records["Product2"]!.AsArray().Add(FeeProduct());
        records["PricebookEntry"]!.AsArray().Add(FeeEntry());
        foreach (var number in Enumerable.Range(10, 22))
        {
            records["OrderItem"]!.AsArray().Add(Fee($"OrderItem#{number}", "Order#1", "2026-01-01", 25));
        }

        return records;
    }

    private static JsonNode FeeProduct() => JsonNode.Parse("""{"Id": "Product2#9", "Name": "Setup", "ProductCode": "SETUP", "IsActive": true}""")!;

    private static JsonObject FeeEntry() =>
        new()
        {
            ["Id"] = "PricebookEntry#9",
            ["Pricebook2Id"] = "Pricebook2#1",
            ["Product2Id"] = "Product2#9",
            ["UnitPrice"] = 25.0,
            ["IsActive"] = true,
        };

    private static JsonObject Fee(string id, string order, string date, int price) =>
        new()
        {
            ["Id"] = id,
            ["OrderId"] = order,
            ["Product2Id"] = "Product2#9",
            ["PricebookEntryId"] = "PricebookEntry#9",
            ["Quantity"] = 1,
            ["UnitPrice"] = price,
            ["ListPrice"] = price,
            ["ServiceDate"] = date,
            ["SBQQ__Activated__c"] = true,
        };

    internal static JsonObject Segments(int count)
    {
        var records = Contracts.Growing();
        var lines = records["OrderItem"]!.AsArray();
        while (lines.Count > count)
        {
            lines.RemoveAt(lines.Count - 1);
        }

        return records;
    }

    internal static JsonObject OneTime()
    {
        var records = Contracts.Annual();
        SellOnce(records["Product2"]![0]!);
        SellOnce(records["OrderItem"]![0]!);
        return records;
    }

    /// <summary>More of what was sold, and another product: two items of one invoice.</summary>
    private static JsonObject OneTimeAmendment()
    {
        var amendment = FeeAmendment();
        var more = Contracts.Amendment()["OrderItem"]![0]!.DeepClone();
        SellOnce(more);
        amendment["OrderItem"]!.AsArray().Add(more);
        return amendment;
    }

    private static JsonObject FeeAmendment()
    {
        var amendment = Contracts.Amendment();
        amendment["Product2"] = new JsonArray(FeeProduct());
        amendment["PricebookEntry"] = new JsonArray(FeeEntry());
        amendment["OrderItem"] = new JsonArray(Fee("OrderItem#9", "Order#2", "2026-07-01", 25));
        return amendment;
    }

    private static void SellOnce(JsonNode record)
    {
        record.AsObject().Remove("SBQQ__SubscriptionPricing__c");
        record.AsObject().Remove("SBQQ__SubscriptionType__c");
        record.AsObject().Remove("SBQQ__BillingFrequency__c");
    }

    private static async Task CouponAsync(BreakableOrg org)
    {
        var coupon = new JsonObject
        {
            ["Id"] = "Quote_Stripe_Coupon__c#1",
            ["Name__c"] = "Ten percent off",
            ["Percent_Off__c"] = 10,
            ["Duration__c"] = "forever",
        };
        await org.World.LoadAsync(new JsonObject { ["Quote_Stripe_Coupon__c"] = new JsonArray(coupon) });
        var records = Segments(2);
        records["Order_Stripe_Coupon__c"] = new JsonArray(
            new JsonObject
            {
                ["Id"] = "Order_Stripe_Coupon__c#1",
                ["Order__c"] = "Order#1",
                ["Name__c"] = "Ten percent off",
                ["Quote_Stripe_Coupon_Id__c"] = org.World.Ids["Quote_Stripe_Coupon__c#1"],
                ["Percent_Off__c"] = 10,
                ["Duration__c"] = "forever",
            }
        );
        await org.World.LoadAsync(records);
    }
}
