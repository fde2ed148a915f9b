using CpqBilling.Core.StripePlan;

namespace CpqBilling.Core.Mapping;

/// <summary>The metadata that ties a Stripe object to its Salesforce record: id and link (orders.md 0.7).</summary>
public sealed class RecordMetadata(string prefix, string recordUrlBase)
{
    private static readonly Dictionary<string, string> Names = new()
    {
        ["Account"] = "account",
        ["Order"] = "order",
        ["OrderItem"] = "order_item",
        ["Product2"] = "product2",
        ["PricebookEntry"] = "pricebook_entry",
        ["ConsumptionSchedule"] = "consumption_schedule",
        ["SBQQ__OrderItemConsumptionSchedule__c"] = "oi_consumption_schedule",
        ["Order_Stripe_Coupon__c"] = "order_stripe_coupon",
        ["Quote_Stripe_Coupon__c"] = "quote_stripe_coupon",
    };

    public string Key(string name) => prefix + name;

    public string IdKey(string type) => $"{prefix}{Names[type]}_id";

    /// <summary>Adds id and link of a record to a metadata map.</summary>
    public StripeMap Tie(StripeMap metadata, string type, string id) =>
        metadata.Set(IdKey(type), id).Set($"{prefix}{Names[type]}_link", $"{recordUrlBase}/{id}");

    public StripeMap Of(string type, string id) => Tie(new StripeMap(), type, id);
}
