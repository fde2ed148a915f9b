using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using CpqBilling.Core.Contract;
using CpqBilling.Core.Cpq;
using CpqBilling.Core.Errors;
using CpqBilling.Core.Money;

namespace CpqBilling.Core.Contract;

/// <summary>The records that decide what a contract is billed, reduced to the fields that do.</summary>
public static class SoldRecords
{
    private const string Line = "OrderItem";
    private const string Coupon = "Order_Stripe_Coupon__c";
    private const string LineRates = "SBQQ__OrderItemConsumptionRate__c";

    private static readonly Dictionary<string, string[]> Fields = new()
    {
        ["SBQQ__Quote__c"] = ["SBQQ__StartDate__c", "SBQQ__EndDate__c", "SBQQ__SubscriptionTerm__c"],
        ["Order"] = ["CurrencyIsoCode"],
        [Line] =
        [
            "OrderId",
            "Quantity",
            "UnitPrice",
            "ServiceDate",
            "EndDate",
            "SBQQ__ProrateMultiplier__c",
            "SBQQ__DefaultSubscriptionTerm__c",
            "SBQQ__BillingFrequency__c",
            "SBQQ__BillingType__c",
            "SBQQ__SubscriptionPricing__c",
            "SBQQ__SubscriptionType__c",
            "SBQQ__RevisedOrderProduct__c",
            "Product2Id",
            "Skip_Line_Item__c",
            "IsDeleted",
        ],
        [Coupon] =
        [
            "Order__c",
            "Order_Item__c",
            "Name__c",
            "Amount_Off__c",
            "Percent_Off__c",
            "Duration__c",
            "Duration_In_Months__c",
            "Quote_Stripe_Coupon_Id__c",
            "CurrencyIsoCode",
            "CreatedDate",
        ],
        [LineRates] = ["SBQQ__OrderItemConsumptionSchedule__c", "SBQQ__PricingMethod__c", "SBQQ__UpperBound__c", "SBQQ__Price__c"],
    };

    /// <summary>Of all orders of the contract.</summary>
    public static ImmutableArray<CpqRecord> Of(BillingContract contract, RecordGraph records)
    {
        var orders = contract.Orders.ToList();
        var lines = orders.SelectMany(order => order.Lines).Select(line => line.Id).ToHashSet();
        var ids = orders.Select(order => order.Id).ToHashSet();
        var schedules = records
            .OfType("SBQQ__OrderItemConsumptionSchedule__c")
            .Where(schedule => lines.Contains(schedule.Text("SBQQ__OrderItem__c") ?? ""))
            .Select(schedule => schedule.Id)
            .ToHashSet();
        return
        [
            .. orders
                .Select(order => order.Record)
                .Concat(orders.Select(order => records.Find(order.Quote?.Id)).OfType<CpqRecord>())
                .Concat(orders.SelectMany(order => order.Lines).Select(line => line.Record))
                .Concat(records.OfType(Coupon).Where(coupon => IsOf(coupon, ids, lines)))
                .Concat(records.OfType(LineRates).Where(rate => schedules.Contains(rate.Text("SBQQ__OrderItemConsumptionSchedule__c") ?? "")))
                .DistinctBy(record => record.Id)
                .Select(Reduced),
        ];
    }

    /// <summary>Every field that is not what it was, of orders that were sent; orders that came since are no edit.</summary>
    public static IEnumerable<SalesforceEdit> Edits(ImmutableArray<CpqRecord> before, ImmutableArray<CpqRecord> now)
    {
        var was = before.ToDictionary(record => record.Id);
        var known = now.ToDictionary(record => record.Id);
        foreach (var record in now)
        {
            if (was.TryGetValue(record.Id, out var then))
            {
                foreach (var field in Fields[record.Type].Where(field => Text(record.Raw(field)) != Text(then.Raw(field))))
                {
                    yield return new SalesforceEdit(new RecordRef(record.Type, record.Id), field, Text(then.Raw(field)), Text(record.Raw(field)));
                }
            }
            else if (OrderOf(record, known) is { } order && was.ContainsKey(order))
            {
                yield return new SalesforceEdit(new RecordRef(record.Type, record.Id), null, null, "added");
            }
        }

        foreach (var record in before.Where(record => !known.ContainsKey(record.Id)))
        {
            yield return new SalesforceEdit(new RecordRef(record.Type, record.Id), null, "there", null);
        }
    }

    /// <summary>The records as they were: fields put back, what was added since taken away.</summary>
    public static RecordGraph PutBack(RecordGraph records, ImmutableArray<CpqRecord> before, IEnumerable<SalesforceEdit> edits)
    {
        var added = edits.Where(edit => edit is { Field: null, From: null }).Select(edit => Without(edit.Record, records));
        return records.With(before.Concat(added));
    }

    /// <summary>Tells states of the records apart, where nothing but Stripe's metadata remembers them.</summary>
    public static string Fingerprint(ImmutableArray<CpqRecord> sold)
    {
        var text = new StringBuilder();
        foreach (var record in sold.OrderBy(record => record.Id, StringComparer.Ordinal))
        {
            text.Append(text.Length > 0 ? "\n" : "").Append(record.Id).Append(':');
            text.AppendJoin('|', Fields[record.Type].Select(field => Text(record.Raw(field))));
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())))[..16];
    }

    private static bool IsOf(CpqRecord coupon, HashSet<string> orders, HashSet<string> lines) =>
        coupon.Text("Order_Item__c") is { } line ? lines.Contains(line) : orders.Contains(coupon.Text("Order__c") ?? "");

    private static CpqRecord Reduced(CpqRecord record) =>
        new(record.Type, record.Id, Fields[record.Type].ToDictionary(field => field, field => record.Raw(field)));

    private static string? OrderOf(CpqRecord record, Dictionary<string, CpqRecord> known) =>
        record.Type switch
        {
            Line => record.Text("OrderId"),
            Coupon when record.Text("Order_Item__c") is { } line => known.GetValueOrDefault(line)?.Text("OrderId"),
            Coupon => record.Text("Order__c"),
            _ => null,
        };

    /// <summary>A record as if it were not there: a deleted line, a coupon of no order.</summary>
    private static CpqRecord Without(RecordRef added, RecordGraph records)
    {
        var fields = new Dictionary<string, object?>(records.Find(added.Id)!.Fields)
        {
            ["IsDeleted"] = true,
            ["Order__c"] = null,
            ["Order_Item__c"] = null,
        };
        return new CpqRecord(added.Type, added.Id, fields);
    }

    /// <summary>5 and 5.00 are one number; a date-time of a date field is its date.</summary>
    private static string? Text(object? value) =>
        value switch
        {
            decimal number => MinorUnits.Trim(number).ToString(),
            true => "true",
            string { Length: > 0 } text => text,
            _ => null,
        };
}
