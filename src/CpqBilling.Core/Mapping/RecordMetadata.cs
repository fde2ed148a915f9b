using CpqBilling.Core.Requests;

namespace CpqBilling.Core.Mapping;

/// <summary>The metadata that ties a Stripe object to its Salesforce record: id and link (docs/rules/mapping.md 3).</summary>
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

    /// <summary>Those of marks, as they are asked for: every line asks for several.</summary>
    private readonly Dictionary<string, string> _keys = [];

    private readonly Dictionary<string, string> _idKeys = Names.ToDictionary(name => name.Key, name => $"{prefix}{name.Value}_id");
    private readonly Dictionary<string, string> _linkKeys = Names.ToDictionary(name => name.Key, name => $"{prefix}{name.Value}_link");

    public string Key(string name)
    {
        if (!_keys.TryGetValue(name, out var key))
        {
            _keys[name] = key = prefix + name;
        }

        return key;
    }

    public string IdKey(string type) => _idKeys[type];

    /// <summary>Adds id and link of a record to a metadata map.</summary>
    public StripeMap Tie(StripeMap metadata, string type, string id) => metadata.Merge(Of(type, id));

    public StripeMap Of(string type, string id) => StripeMap.Of((IdKey(type), id), (_linkKeys[type], $"{recordUrlBase}/{id}"));
}
