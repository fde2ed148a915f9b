namespace CpqBilling.Core.Mapping;

/// <summary>The Stripe objects that can be mapped and the Salesforce object each starts from (docs/rules/mapping.md 1).</summary>
public static class MappedObject
{
    public const string Customer = "customer";
    public const string Product = "product";
    public const string Price = "price";
    public const string PriceOrderItem = "price_order_item";
    public const string Schedule = "subscription_schedule";
    public const string Phase = "subscription_phase";
    public const string Item = "subscription_item";
    public const string Coupon = "coupon";
    public const string Invoice = "invoice";
    public const string Subscription = "subscription";

    /// <summary>Rows under this prefix are used on terminations only.</summary>
    public const string TerminationPrefix = "sbc_termination.";

    /// <summary>Not offered by Stripe; a zero asks for nothing (docs/rules/plan.md 8).</summary>
    public const string Prebilling = "prebilling.iterations";

    /// <summary>What Stripe does not offer although merchants know it from elsewhere: the order that uses it says so, and what to map instead.</summary>
    public static bool IsJudgedByOrders(string path) => path == Prebilling || path.Contains("invoice_settings.rendering.", StringComparison.Ordinal);

    public static IReadOnlyDictionary<string, string> Roots { get; } =
        new Dictionary<string, string>
        {
            [Customer] = "Account",
            [Product] = "Product2",
            [Price] = "PricebookEntry",
            [PriceOrderItem] = "OrderItem",
            [Schedule] = "Order",
            [Phase] = "Order",
            [Item] = "OrderItem",
            [Coupon] = "Order_Stripe_Coupon__c",
            [Invoice] = "Order",
            [Subscription] = "Order",
        };
}
