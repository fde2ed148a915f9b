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
public sealed class CouponReader(FieldMapper mapper, RecordMetadata metadata, Currency currency, StripeSnapshot stripe)
{
    private const string OrderCoupon = "Order_Stripe_Coupon__c";
    private const string QuoteLink = "Quote_Stripe_Coupon_Association__c";
    private const string QuoteLineLink = "Quote_Line_Stripe_Coupon_Association__c";

    private static readonly string[] Discounting = ["name", "amount_off", "percent_off", "currency", "duration", "duration_in_months"];

    public Checked<ImmutableArray<CouponSpec>> Read(BillingContract contract)
    {
        if (!new[] { OrderCoupon, QuoteLink, QuoteLineLink }.Any(type => mapper.Graph.OfType(type).Any()))
        {
            return ImmutableArray<CouponSpec>.Empty;
        }

        return Checked
            .All(Owned(contract).Select(ReadOne))
            .Then(coupons => Checked.Fold(ImmutableArray<CouponSpec>.Empty, coupons, Sharing))
            .Then(coupons => Checked.Of(coupons, MissingCopies(contract, coupons)))
            .Select(InOrder);
    }

    private static ImmutableArray<CouponSpec> InOrder(ImmutableArray<CouponSpec> coupons) =>
        [
            .. coupons
                .OrderBy(coupon => coupon.PercentOff is null)
                .ThenBy(coupon => coupon.CreatedAt)
                .ThenBy(coupon => coupon.Ref.Id, StringComparer.Ordinal),
        ];

    /// <summary>Records of the contract's orders and lines.</summary>
    private IEnumerable<OwnedCoupon> Owned(BillingContract contract)
    {
        var orderOfLine = contract.Orders.SelectMany(order => order.Lines.Select(line => (line.Id, order.Id))).ToDictionary();
        var orders = contract.Orders.Select(order => order.Id).ToHashSet();
        return from record in mapper.Graph.OfType(OrderCoupon).OrderBy(record => record.Id, StringComparer.Ordinal)
            let lineId = record.Text("Order_Item__c")
            let orderId = lineId is null ? record.Text("Order__c") : orderOfLine.GetValueOrDefault(lineId)
            where orderId is not null && orders.Contains(orderId)
            select new OwnedCoupon(record, orderId, lineId);
    }

    private Checked<CouponSpec> ReadOne(OwnedCoupon owned)
    {
        var record = owned.Record;
        var word = mapper.Value(MappedObject.Coupon, "duration", record) as string ?? record.Text("Duration__c");
        if (DurationOf(word) is not { } duration)
        {
            return OrderErrors.CouponInvalid(owned.Ref, $"its duration is {word}");
        }

        var discount = new Discount(
            Number(record, "amount_off", "Amount_Off__c"),
            Number(record, "percent_off", "Percent_Off__c"),
            duration,
            (int?)Number(record, "duration_in_months", "Duration_In_Months__c")
        );
        if (discount.Problem is { } problem)
        {
            return OrderErrors.CouponInvalid(owned.Ref, problem);
        }

        return
            discount.Amount is not null
            && record.Text("CurrencyIsoCode") is { } code
            && !code.Equals(currency.Code, StringComparison.OrdinalIgnoreCase)
            ? OrderErrors.CurrencyMismatch(owned.Ref, code.ToLowerInvariant(), currency.Code)
            : Body(record, discount).Select(body => Spec(owned, discount, body));
    }

    /// <summary>Once where nothing is said; null where the word is none of Stripe's.</summary>
    private static CouponDuration? DurationOf(string? word) => word is null ? CouponDuration.Once : StripeWord.Read<CouponDuration>(word);

    /// <summary>The field mapped in its place, else the package's own.</summary>
    private decimal? Number(CpqRecord record, string path, string field) =>
        PlainNumber.Of(mapper.Value(MappedObject.Coupon, path, record)) ?? record.Number(field);

    private CouponSpec Spec(OwnedCoupon owned, Discount discount, StripeMap body)
    {
        var record = owned.Record;
        var quoteCouponId = record.Text("Quote_Stripe_Coupon_Id__c");
        var existing = new[] { record.Text("Stripe_ID__c"), mapper.Graph.Find(quoteCouponId)?.Text("Stripe_ID__c") }.FirstOrDefault(id =>
            stripe.Find(id) is CouponState state && IsSame(state, body)
        );
        return new CouponSpec(
            $"coupon/{record.Id}",
            owned.Ref,
            quoteCouponId is null ? null : new RecordRef("Quote_Stripe_Coupon__c", quoteCouponId),
            existing,
            owned.OrderId,
            owned.LineId,
            (body["amount_off"] as StripeNumber)?.Value,
            discount.Percent,
            discount.Duration,
            discount.RepeatedMonths,
            record.Moment("CreatedDate") ?? Instant.MinValue,
            body
        )
        {
            HasCopy = stripe.HoldsCoupon(CouponSpec.CopyId(record.Id)),
        };
    }

    /// <summary>Copies of one quote coupon are one coupon in Stripe as long as they discount alike (docs/rules/coupons.md 3).</summary>
    private Checked<ImmutableArray<CouponSpec>> Sharing(ImmutableArray<CouponSpec> earlier, CouponSpec coupon)
    {
        var first = earlier.FirstOrDefault(other =>
            coupon.QuoteCoupon is not null && other.QuoteCoupon == coupon.QuoteCoupon && IsSame(other.Body, coupon.Body)
        );
        return first is not null
            ? earlier.Add(coupon with { Key = first.Key, ExistingId = first.ExistingId, Body = first.Body })
            : MetadataLimits
                .Within(metadata.Tie(coupon.Body.Child("metadata"), OrderCoupon, coupon.Ref.Id), coupon.Ref)
                .Select(ties => earlier.Add(coupon with { Body = coupon.Body.Set("metadata", ties) }));
    }

    /// <summary>Mapped fields; the discount itself is in Stripe's units and fits together, so nothing is laid over it.</summary>
    private Checked<StripeMap> Body(CpqRecord record, Discount terms)
    {
        var name = record.Text("Name__c");
        var redemptions = Number(record, "max_redemptions", "Max_Redemptions__c");
        var discount = StripeMap.Of(
            ("amount_off", terms.Amount is { } amount ? MinorUnits.ToChargeStep(MinorUnits.FromMajor(amount, currency), currency) : null),
            ("currency", terms.Amount is null ? null : currency.Code),
            ("percent_off", terms.Percent is { } off ? MinorUnits.Trim(off) : null),
            ("duration", StripeWord.Of(terms.Duration)),
            ("duration_in_months", terms.RepeatedMonths is { } count ? (decimal)count : null),
            ("max_redemptions", redemptions is { } times ? decimal.Truncate(times) : null)
        );
        var own = new StripeMap().Set("name", name is { Length: > 40 } ? name[..40] : name).Merge(discount);
        var left = Discounting.Where(field => field != "name" && discount[field] is null);
        return mapper.Apply(MappedObject.Coupon, record, own).Select(body => left.Aggregate(body, (map, field) => map.Remove(field)).Merge(discount));
    }

    /// <summary>What makes a discount; metadata and redemptions may differ from one copy to the next.</summary>
    private static bool IsSame(StripeMap first, StripeMap second) => Discounting.All(field => Equals(first[field], second[field]));

    private static bool IsSame(CouponState state, StripeMap body) =>
        state.Name == body.Text("name")
        && state.AmountOff == (body["amount_off"] as StripeNumber)?.Value
        && state.PercentOff == (body["percent_off"] as StripeNumber)?.Value
        && (state.AmountOff is null || state.Currency == body.Text("currency"))
        && state.Duration == StripeWord.Read<CouponDuration>(body.Text("duration"))
        && state.DurationInMonths == (int?)(body["duration_in_months"] as StripeNumber)?.Value;

    /// <summary>Copies that are missing would be a discount the customer was promised and does not get.</summary>
    private ImmutableArray<SyncError> MissingCopies(BillingContract contract, ImmutableArray<CouponSpec> coupons) =>
        [
            .. from order in contract.Orders
            let copied = coupons.Count(coupon => coupon.OrderId == order.Id)
            let attached = Attached(order)
            where attached > 0 && attached != copied
            select OrderErrors.CouponCountDiffers(order.Ref, attached, copied),
        ];

    private int Attached(Order order)
    {
        var quoteLines = order.Lines.Select(line => line.Record.Text("SBQQ__QuoteLine__c")).OfType<string>().ToHashSet();
        return mapper.Graph.OfType(QuoteLink).Count(link => link.Text("Quote__c") == order.Quote?.Id)
            + mapper.Graph.OfType(QuoteLineLink).Count(link => quoteLines.Contains(link.Text("Quote_Line__c") ?? ""));
    }

    /// <param name="LineId">Null on coupons of the order.</param>
    private sealed record OwnedCoupon(CpqRecord Record, string OrderId, string? LineId)
    {
        public RecordRef Ref => new(OrderCoupon, Record.Id);
    }

    private sealed record Discount(decimal? Amount, decimal? Percent, CouponDuration Duration, int? Months)
    {
        public int? RepeatedMonths => Duration == CouponDuration.Repeating ? Months : null;

        /// <summary>Why it cannot be given; null when it can.</summary>
        public string? Problem =>
            Amount is null && Percent is null ? "it has neither an amount nor a percentage"
            : Amount is not null && Percent is not null ? "it has both an amount and a percentage"
            : Amount is <= 0 ? "its amount is not above zero"
            : Percent is <= 0 or > 100 ? "its percentage is not between 0 and 100"
            : Duration == CouponDuration.Repeating && Months is not > 0 ? "it repeats without a number of months"
            : null;
    }
}
