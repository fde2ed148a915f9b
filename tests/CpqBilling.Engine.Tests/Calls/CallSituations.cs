using System.Text.Json.Nodes;
using CpqBilling.Engine.Sync;

namespace CpqBilling.Engine.Tests.Calls;

/// <summary>The kinds of orders the budget of calls names.</summary>
internal static class CallSituations
{
    private const int LoadAndRecord = 3;
    private const int LoadOnly = 2;
    private const int FirstOrder = 5;
    private const int NewMeter = 2;
    private const int Coupon = 1;
    private const int AdoptedCustomer = 2;
    private const int Amendment = 3;
    private const int NewPrice = 2;

    public static IReadOnlyList<CallSituation> All { get; } =
    [
        new("first order, one licensed line", new CallCount(LoadAndRecord, FirstOrder), billing => billing.LoadAsync(Contracts.Annual())),
        new("one-time order", new CallCount(LoadAndRecord, 6), billing => billing.LoadAsync(OneTime())),
        new("first order, a new meter", new CallCount(LoadAndRecord, FirstOrder + NewMeter), billing => billing.LoadAsync(Metered())),
        new("first order, a coupon", new CallCount(LoadAndRecord, FirstOrder + Coupon), CouponAsync),
        new("first order, an adopted customer", new CallCount(LoadAndRecord, FirstOrder + AdoptedCustomer), AdoptAsync),
        new("another order, everything known", new CallCount(LoadAndRecord, 2), AnotherAsync, "Order#2"),
        new("unchanged order", new CallCount(LoadOnly, 2), FirstSyncAsync),
        new("amendment, units added inside a year: two new prices", new CallCount(LoadAndRecord, Amendment + (2 * NewPrice)), AddAsync, "Order#2"),
        new("amendment, units taken: no new price", new CallCount(LoadAndRecord, Amendment), ReduceAsync, "Order#2"),
    ];

    private static async Task FirstSyncAsync(TestBilling billing)
    {
        await billing.LoadAsync(Contracts.Annual());
        await billing.SyncAsync("Order#1");
    }

    private static async Task AnotherAsync(TestBilling billing)
    {
        await FirstSyncAsync(billing);
        await billing.LoadAsync(Contracts.Another());
    }

    private static async Task AddAsync(TestBilling billing)
    {
        await FirstSyncAsync(billing);
        await billing.LoadAsync(Contracts.Amendment());
    }

    private static async Task ReduceAsync(TestBilling billing)
    {
        var contract = Contracts.Annual();
        contract["OrderItem"]![0]!["Quantity"] = 3;
        await billing.LoadAsync(contract);
        await billing.SyncAsync("Order#1");
        var amendment = Contracts.Amendment();
        amendment["OrderItem"]![0]!["Quantity"] = -2;
        await billing.LoadAsync(amendment);
    }

    private static async Task AdoptAsync(TestBilling billing)
    {
        var contract = Contracts.Annual();
        contract["Account"]![0]!["Stripe_ID__c"] = await billing.CustomerOfOthersAsync("Harbour Foods");
        await billing.LoadAsync(contract);
    }

    private static JsonObject OneTime()
    {
        var contract = Contracts.Annual();
        foreach (var record in new[] { contract["Product2"]![0]!.AsObject(), contract["OrderItem"]![0]!.AsObject() })
        {
            record.Remove("SBQQ__SubscriptionPricing__c");
            record.Remove("SBQQ__SubscriptionType__c");
            record.Remove("SBQQ__BillingFrequency__c");
        }

        return contract;
    }

    private static JsonObject Metered()
    {
        var contract = Contracts.Annual();
        contract["Product2"]![0]!["SBQQ__BillingType__c"] = "Arrears";
        contract["OrderItem"]![0]!["SBQQ__BillingType__c"] = "Arrears";
        contract["OrderItem"]![0]!["SBQQ__ChargeType__c"] = "Usage";
        return contract;
    }

    private static async Task CouponAsync(TestBilling billing)
    {
        var coupon = new JsonObject
        {
            ["Id"] = "Quote_Stripe_Coupon__c#1",
            ["Name__c"] = "Ten percent off",
            ["Percent_Off__c"] = 10,
            ["Duration__c"] = "forever",
        };
        await billing.LoadAsync(new JsonObject { ["Quote_Stripe_Coupon__c"] = new JsonArray(coupon) });
        await billing.LoadAsync(WithCoupon(billing.Ids["Quote_Stripe_Coupon__c#1"]));
    }

    private static JsonObject WithCoupon(string quoteCoupon)
    {
        var contract = Contracts.Annual();
        contract["Order_Stripe_Coupon__c"] = new JsonArray(
            new JsonObject
            {
                ["Id"] = "Order_Stripe_Coupon__c#1",
                ["Order__c"] = "Order#1",
                ["Name__c"] = "Ten percent off",
                ["Quote_Stripe_Coupon_Id__c"] = quoteCoupon,
                ["Percent_Off__c"] = 10,
                ["Duration__c"] = "forever",
            }
        );
        return contract;
    }
}
