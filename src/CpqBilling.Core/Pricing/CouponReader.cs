using System.Collections.Immutable;
using CpqBilling.Core.Contract;
using CpqBilling.Core.Cpq;
using CpqBilling.Core.Errors;
using CpqBilling.Core.Mapping;
using CpqBilling.Core.Money;
using CpqBilling.Core.Requests;
using CpqBilling.Core.StripeState;
using NodaTime;

namespace CpqBilling.Core.Pricing;

/// <summary>Reads the coupons of a contract's orders; of one level percent comes before amount (docs/rules/coupons.md 1).</summary>
public sealed class CouponReader(FieldMapper mapper, RecordMetadata metadata, Currency currency, StripeSnapshot stripe, ErrorList errors)
{
    private static readonly string[] Records =
    [
        "Order_Stripe_Coupon__c",
        "Quote_Stripe_Coupon_Association__c",
        "Quote_Line_Stripe_Coupon_Association__c",
    ];
    private static string[] Discounting => ["name", "amount_off", "percent_off", "currency", "duration", "duration_in_months"];
    private readonly List<CouponSpec> _first = [];

    public ImmutableArray<CouponSpec> Read(BillingContract contract)
    {
        if (!Records.Any(type => mapper.Graph.OfType(type).Any()))
        {
            return [];
        }

        var orderOfLine = contract.Orders.SelectMany(order => order.Lines.Select(line => (line.Id, order.Id))).ToDictionary();
        var orders = contract.Orders.Select(order => order.Id).ToHashSet();
        var coupons = new List<CouponSpec>();
        foreach (var record in mapper.Graph.OfType("Order_Stripe_Coupon__c").OrderBy(record => record.Id, StringComparer.Ordinal))
        {
            var lineId = record.Text("Order_Item__c");
            var orderId = lineId is null ? record.Text("Order__c") : orderOfLine.GetValueOrDefault(lineId);
            if (orderId is not null && orders.Contains(orderId) && ReadOne(record, orderId, lineId) is { } coupon)
            {
                coupons.Add(coupon);
            }
        }

        foreach (var order in contract.Orders)
        {
            CheckCounts(order, coupons.Count(coupon => coupon.OrderId == order.Id));
        }

        return
        [
            .. coupons
                .OrderBy(coupon => coupon.PercentOff is null)
                .ThenBy(coupon => coupon.CreatedAt)
                .ThenBy(coupon => coupon.Ref.Id, StringComparer.Ordinal),
        ];
    }

    private CouponSpec? ReadOne(CpqRecord record, string orderId, string? lineId)
    {
        var coupon = new RecordRef("Order_Stripe_Coupon__c", record.Id);
        var amount = Number(record, "amount_off", "Amount_Off__c");
        var percent = Number(record, "percent_off", "Percent_Off__c");
        var months = (int?)Number(record, "duration_in_months", "Duration_In_Months__c");
        var duration = mapper.Value(MappedObject.Coupon, "duration", record) as string ?? record.Text("Duration__c") ?? "once";
        if (Problem(amount, percent, duration, months) is { } problem)
        {
            errors.Add(OrderErrors.CouponInvalid(coupon, problem));
            return null;
        }

        if (amount is not null && record.Text("CurrencyIsoCode") is { } code && !code.Equals(currency.Code, StringComparison.OrdinalIgnoreCase))
        {
            errors.Add(OrderErrors.CurrencyMismatch(coupon, code.ToLowerInvariant(), currency.Code));
            return null;
        }

        return Share(record, coupon, orderId, lineId, amount, percent, duration, duration == "repeating" ? months : null);
    }

    /// <summary>The field mapped in its place, else the package's own.</summary>
    private decimal? Number(CpqRecord record, string path, string field) =>
        PlainNumber.Of(mapper.Value(MappedObject.Coupon, path, record)) ?? record.Number(field);

    private CouponSpec Share(
        CpqRecord record,
        RecordRef coupon,
        string orderId,
        string? lineId,
        decimal? amount,
        decimal? percent,
        string duration,
        int? months
    )
    {
        var body = Body(record, amount, percent, duration, months);
        var quoteCouponId = record.Text("Quote_Stripe_Coupon_Id__c");
        var existing = new[] { record.Text("Stripe_ID__c"), mapper.Graph.Find(quoteCouponId)?.Text("Stripe_ID__c") }.FirstOrDefault(id =>
            stripe.Find(id) is CouponState state && IsSame(state, body)
        );
        var spec = new CouponSpec(
            $"coupon/{record.Id}",
            coupon,
            quoteCouponId is null ? null : new RecordRef("Quote_Stripe_Coupon__c", quoteCouponId),
            existing,
            orderId,
            lineId,
            (body["amount_off"] as StripeNumber)?.Value,
            percent,
            duration,
            months,
            record.Moment("CreatedDate") ?? Instant.MinValue,
            body
        )
        {
            HasCopy = stripe.HoldsCoupon(CouponSpec.CopyId(record.Id)),
        };
        if (_first.Find(other => quoteCouponId is not null && other.QuoteCoupon?.Id == quoteCouponId && IsSame(other.Body, body)) is { } first)
        {
            return spec with { Key = first.Key, ExistingId = first.ExistingId, Body = first.Body };
        }

        var ties = metadata.Tie(body["metadata"] as StripeMap ?? new StripeMap(), "Order_Stripe_Coupon__c", record.Id);
        MetadataLimits.Check(ties, coupon, errors);
        body.Set("metadata", ties);
        _first.Add(spec);
        return spec;
    }

    /// <summary>Mapped fields; the discount itself is in Stripe's units and fits together, so nothing is laid over it.</summary>
    private StripeMap Body(CpqRecord record, decimal? amount, decimal? percent, string duration, int? months)
    {
        var name = record.Text("Name__c");
        var redemptions = Number(record, "max_redemptions", "Max_Redemptions__c");
        var discount = new StripeMap()
            .Set("amount_off", amount is null ? null : MinorUnits.ToChargeStep(MinorUnits.FromMajor(amount.Value, currency), currency))
            .Set("currency", amount is null ? null : currency.Code)
            .Set("percent_off", percent is { } off ? MinorUnits.Trim(off) : null)
            .Set("duration", duration)
            .Set("duration_in_months", months is { } count ? (decimal)count : null)
            .Set("max_redemptions", redemptions is { } times ? decimal.Truncate(times) : null);
        var body = mapper.Apply(
            MappedObject.Coupon,
            record,
            new StripeMap().Set("name", name is { Length: > 40 } ? name[..40] : name).Merge(discount)
        );
        foreach (var field in Discounting.Where(field => field != "name" && discount[field] is null))
        {
            body.Remove(field);
        }

        return body.Merge(discount);
    }

    /// <summary>What makes a discount; metadata and redemptions may differ from one copy to the next.</summary>
    private static bool IsSame(StripeMap first, StripeMap second) => Discounting.All(field => Equals(first[field], second[field]));

    private static bool IsSame(CouponState state, StripeMap body) =>
        state.Name == (body["name"] as StripeText)?.Value
        && state.AmountOff == (body["amount_off"] as StripeNumber)?.Value
        && state.PercentOff == (body["percent_off"] as StripeNumber)?.Value
        && (state.AmountOff is null || state.Currency == (body["currency"] as StripeText)?.Value)
        && state.Duration == (body["duration"] as StripeText)?.Value
        && state.DurationInMonths == (int?)(body["duration_in_months"] as StripeNumber)?.Value;

    private static string? Problem(decimal? amount, decimal? percent, string duration, int? months) =>
        amount is null && percent is null ? "it has neither an amount nor a percentage"
        : amount is not null && percent is not null ? "it has both an amount and a percentage"
        : amount is <= 0 ? "its amount is not above zero"
        : percent is <= 0 or > 100 ? "its percentage is not between 0 and 100"
        : duration == "repeating" && months is not > 0 ? "it repeats without a number of months"
        : duration is not ("once" or "repeating" or "forever") ? $"its duration is {duration}"
        : null;

    /// <summary>Copies that are missing would be a discount the customer was promised and does not get.</summary>
    private void CheckCounts(Order order, int copied)
    {
        var quoteLines = order.Lines.Select(line => line.Record.Text("SBQQ__QuoteLine__c")).OfType<string>().ToHashSet();
        var attached =
            mapper.Graph.OfType("Quote_Stripe_Coupon_Association__c").Count(link => link.Text("Quote__c") == order.Quote?.Id)
            + mapper.Graph.OfType("Quote_Line_Stripe_Coupon_Association__c").Count(link => quoteLines.Contains(link.Text("Quote_Line__c") ?? ""));
        if (attached > 0 && attached != copied)
        {
            errors.Add(OrderErrors.CouponCountDiffers(order.Ref, attached, copied));
        }
    }
}
