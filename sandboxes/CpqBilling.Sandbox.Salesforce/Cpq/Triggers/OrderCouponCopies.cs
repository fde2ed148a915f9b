using CpqBilling.Sandbox.Salesforce.Records;

namespace CpqBilling.Sandbox.Salesforce.Cpq.Triggers;

/// <summary>The package's copier: when an order is activated, the coupons of its quote and quote lines are copied to it and its lines.</summary>
/// <remarks>Copies that are there already are counted, so a second activation adds nothing.</remarks>
internal static class OrderCouponCopies
{
    private static readonly string[] Copied =
    [
        "Name__c",
        "Amount_Off__c",
        "Percent_Off__c",
        "Duration__c",
        "Duration_In_Months__c",
        "Max_Redemptions__c",
    ];

    public static void OnOrder(RecordChange change)
    {
        if (!OrderActivation.IsActivation(change) || change.Session.Store.Parent(change.Record, "SBQQ__Quote__c") is not { } quote)
            return;
        var (order, session) = (change.Record, change.Session);
        var existing = Existing(order, session.Store);
        foreach (var (coupon, field, target) in Attachments(order, quote, session.Store))
            if (!existing.Remove((coupon.Id, target.Id)))
                session.Insert("Order_Stripe_Coupon__c", Copy(coupon, field, target, session));
    }

    private static IEnumerable<(Record Coupon, string Field, Record Target)> Attachments(Record order, Record quote, RecordStore store)
    {
        foreach (var association in store.Children(quote, "Quote_Stripe_Coupon_Association__c", "Quote__c"))
            if (store.Parent(association, "Quote_Stripe_Coupon__c") is { } coupon)
                yield return (coupon, "Order__c", order);
        foreach (var item in OrderActivation.Lines(order, store))
            if (store.Parent(item, "SBQQ__QuoteLine__c") is { } line)
                foreach (var association in store.Children(line, "Quote_Line_Stripe_Coupon_Association__c", "Quote_Line__c"))
                    if (store.Parent(association, "Quote_Stripe_Coupon__c") is { } coupon)
                        yield return (coupon, "Order_Item__c", item);
    }

    private static List<(string Coupon, string Target)> Existing(Record order, RecordStore store) =>
        [
            .. store.Children(order, "Order_Stripe_Coupon__c", "Order__c").Select(copy => (copy.Text("Quote_Stripe_Coupon_Id__c") ?? "", order.Id)),
            .. OrderActivation
                .Lines(order, store)
                .SelectMany(
                    item => store.Children(item, "Order_Stripe_Coupon__c", "Order_Item__c"),
                    (item, copy) => (copy.Text("Quote_Stripe_Coupon_Id__c") ?? "", item.Id)
                ),
        ];

    private static Dictionary<string, object?> Copy(Record coupon, string field, Record target, WriteSession session)
    {
        var values = Copied.ToDictionary(name => name, name => coupon[name]);
        values["Quote_Stripe_Coupon_Id__c"] = coupon.Id;
        values[field] = target.Id;
        if (session.Org.Schema.MultiCurrency)
            values["CurrencyIsoCode"] = coupon["CurrencyIsoCode"];
        return values;
    }
}
