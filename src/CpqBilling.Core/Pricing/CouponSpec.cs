using System.Collections.Immutable;
using CpqBilling.Core.Cpq;
using CpqBilling.Core.Errors;
using CpqBilling.Core.Money;
using CpqBilling.Core.Requests;
using NodaTime;

namespace CpqBilling.Core.Pricing;

/// <summary>A coupon of an order or of one of its lines, as CPQ copied it from the quote.</summary>
/// <param name="Key">Symbolic name; coupons that were copied from one quote coupon and are still equal share it.</param>
/// <param name="ExistingId">Stripe coupon that is equal and can be used.</param>
/// <param name="LineId">Null on coupons of the order.</param>
public sealed record CouponSpec(
    string Key,
    RecordRef Ref,
    RecordRef? QuoteCoupon,
    string? ExistingId,
    string OrderId,
    string? LineId,
    decimal? AmountOff,
    decimal? PercentOff,
    CouponDuration Duration,
    int? DurationInMonths,
    Instant CreatedAt,
    StripeMap Body
)
{
    /// <summary>ISO code in lower case; null on percentages.</summary>
    public string? Currency => Body.Text("currency");

    public bool IsPercentage => PercentOff is not null;

    public bool IsOnce => Duration == CouponDuration.Once;

    /// <summary>It can be redeemed so many times only.</summary>
    public bool IsLimited => Body["max_redemptions"] is not null;

    /// <summary>Our own copy, which no record keeps the id of.</summary>
    public bool IsCopy { get; init; }

    /// <summary>Whether Stripe holds the copy.</summary>
    public bool HasCopy { get; init; }

    /// <summary>The line with a negative price that it stands for; null on coupons that somebody gave.</summary>
    public OrderLine? Rebate { get; init; }

    /// <summary>What that line takes off before the percentages of its order, in minor units.</summary>
    public decimal RebateBeforeDiscounts { get; init; }

    /// <summary>What a line takes off a bill, as a coupon of our own for as long as it runs.</summary>
    /// <param name="off">Minor units, above zero.</param>
    public static CouponSpec OfRebate(Order order, OrderLine line, decimal off, string currency, Predicate<string> isHeld)
    {
        var id = $"{line.Id}-{off}";
        var body = new StripeMap()
            .Set("id", id)
            .Set("name", Shortened(line.Product?.Text("Name")))
            .Set("amount_off", off)
            .Set("currency", currency)
            .Set("duration", StripeWord.Of(CouponDuration.Forever));
        return new CouponSpec(
            $"coupon/{id}",
            line.Ref,
            null,
            isHeld(id) ? id : null,
            order.Id,
            line.Id,
            off,
            null,
            CouponDuration.Forever,
            null,
            line.CreatedAt,
            body
        )
        {
            IsCopy = true,
            Rebate = line,
        };
    }

    /// <summary>Stripe takes forty characters.</summary>
    private static string? Shortened(string? name) => name is { Length: > 40 } ? name[..40] : name;

    /// <summary>The id that the copy of a coupon record's coupon has in Stripe.</summary>
    public static string CopyId(string recordId) => $"{recordId}-copy";

    /// <summary>The same discount without a limit of redemptions, for where it is redeemed more often than was sold.</summary>
    public CouponSpec Copy() =>
        this with
        {
            Key = $"coupon/{Ref.Id}/copy",
            ExistingId = HasCopy ? CopyId(Ref.Id) : null,
            IsCopy = true,
            Body = Body.Remove("max_redemptions").Set("id", CopyId(Ref.Id)),
        };

    /// <summary>What it leaves of an amount, in minor units.</summary>
    public decimal LeftOf(decimal amount) =>
        amount - (PercentOff is { } percent ? MinorUnits.LineAmount(amount, percent / 100) : Math.Min(amount, AmountOff ?? 0));

    /// <summary>As requests name them; null where there are none.</summary>
    public static StripeList? Listed(ImmutableArray<CouponSpec> coupons) =>
        coupons.IsEmpty ? null : StripeList.Of(coupons.Select(coupon => new StripeMap().Set("coupon", coupon.Id)));

    public StripeValue Id => ExistingId is { } id ? new StripeText(id) : new StripeRef(Key);
}
