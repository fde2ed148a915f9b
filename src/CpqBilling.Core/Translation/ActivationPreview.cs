using System.Collections.Immutable;
using CpqBilling.Core.Cpq;

namespace CpqBilling.Core.Translation;

/// <summary>An order that is not activated yet as it will be: CPQ activates its lines, and the package copies the coupons of its quote.</summary>
public static class ActivationPreview
{
    private const string Activated = "Activated";

    public static bool IsNeeded(OrderSnapshot snapshot) =>
        snapshot.Records.Find(snapshot.TriggerOrderId) is { } order && order.Text("Status") != Activated;

    /// <summary>The same snapshot, had the order that is asked for been activated just now.</summary>
    public static OrderSnapshot Of(OrderSnapshot snapshot)
    {
        var order = snapshot.Records.Find(snapshot.TriggerOrderId)!;
        var lines = snapshot.Records.Children("OrderItem", "OrderId", order.Id).ToImmutableArray();
        IEnumerable<CpqRecord> changed =
        [
            With(order, ("Status", Activated)),
            .. lines.Select(line => With(line, ("SBQQ__Activated__c", true))),
            .. Coupons(snapshot.Records, order, lines),
        ];
        return snapshot with
        {
            Records = snapshot.Records.With(changed),
            EligibleOrderIds = new HashSet<string>(snapshot.EligibleOrderIds) { order.Id },
        };
    }

    private static IEnumerable<CpqRecord> Coupons(RecordGraph records, CpqRecord order, ImmutableArray<CpqRecord> lines)
    {
        var ofOrder = order.Text("SBQQ__Quote__c") is { } quote
            ? Copies(records, "Quote_Stripe_Coupon_Association__c", "Quote__c", quote, ("Order__c", order.Id))
            : [];
        var ofLines = lines
            .Where(line => line.Text("SBQQ__QuoteLine__c") is not null)
            .SelectMany(line =>
                Copies(
                    records,
                    "Quote_Line_Stripe_Coupon_Association__c",
                    "Quote_Line__c",
                    line.Text("SBQQ__QuoteLine__c")!,
                    ("Order_Item__c", line.Id)
                )
            );
        return ofOrder.Concat(ofLines);
    }

    private static IEnumerable<CpqRecord> Copies(RecordGraph records, string association, string lookup, string parent, (string, object?) owner) =>
        from link in records.Children(association, lookup, parent)
        let coupon = records.Parent(link, "Quote_Stripe_Coupon__c")
        where coupon is not null
        select With(new CpqRecord("Order_Stripe_Coupon__c", $"copy of {link.Id}", coupon.Fields), ("Quote_Stripe_Coupon_Id__c", coupon.Id), owner);

    private static CpqRecord With(CpqRecord record, params (string Name, object? Value)[] fields)
    {
        var all = new Dictionary<string, object?>(record.Fields);
        foreach (var (name, value) in fields)
        {
            all[name] = value;
        }

        return new CpqRecord(record.Type, record.Id, all);
    }
}
