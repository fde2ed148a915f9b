using CpqBilling.Core.Cpq;
using CpqBilling.Core.Mapping;
using CpqBilling.Core.Money;
using CpqBilling.Core.Requests;
using CpqBilling.Core.StripeState;

namespace CpqBilling.Core.Pricing;

/// <summary>Prices made after another one: of another amount, charged once, or a copy. All are archived once they are held (docs/rules/prices.md 3).</summary>
public sealed class PriceVariants(RecordMetadata metadata, StripeSnapshot stripe)
{
    private const string AmountPath = "unit_amount_decimal";

    /// <summary>A recurring price of nothing, for a part period that is charged once.</summary>
    public PriceSpec Zero(OrderLine line, PriceSpec like) => Instead(line, like, 0, "zero");

    /// <summary>The price of what is left of a line that is billed by its net amount.</summary>
    public PriceSpec ForUnits(OrderLine line, PriceSpec like, decimal periodPrice, decimal units) =>
        Instead(line, like, MinorUnits.ToStripePrecision(periodPrice * units), $"net/{MinorUnits.Trim(units)}");

    /// <summary>Another amount for some phases, which nobody keeps.</summary>
    private PriceSpec Instead(OrderLine line, PriceSpec like, decimal amount, string role) =>
        Once(line, like, role) with
        {
            Shape = like.Shape with { UnitAmount = amount, TiersMode = null, Tiers = [] },
            Body = WithoutTiers(like).Set(AmountPath, amount),
        };

    /// <summary>A copy for a second line of one phase: Stripe takes a price once per phase (docs/rules/prices.md 2).</summary>
    public PriceSpec Duplicate(OrderLine line, PriceSpec original) =>
        Once(line, original, "duplicate") with
        {
            Body = WithoutKeys(original.Body),
            Metadata = MarkedCopy(original),
            Original = original,
        };

    /// <summary>A one-time price of a remainder or proration; of an initial line without whole periods it is the line's own.</summary>
    public PriceSpec OneTime(OrderLine line, PriceSpec like, decimal unit, string role, bool isOwn)
    {
        var original = isOwn || KeepsOneTime(line, like) ? null : like;
        var once = Once(line, like, role);
        return once with
        {
            Shape = like.Shape with { UnitAmount = unit, Recurring = null, TiersMode = null, Tiers = [] },
            Body = WithoutTiers(like).Remove("recurring").Set(AmountPath, unit),
            Owner = isOwn ? line.Ref : null,
            Metadata = (original is null ? once.Metadata : MarkedCopy(original)).Set(metadata.Key(PriceMarks.Proration), "true"),
            Original = original,
        };
    }

    /// <summary>A one-time line's own price at the total of its tiers, for Stripe bills no tiers on invoice items (docs/decisions/0009).</summary>
    public PriceSpec TierTotal(OrderLine line, PriceSpec tiered, decimal total) =>
        tiered with
        {
            Key = $"price/{line.Id}",
            Body = WithoutTiers(tiered).Set(AmountPath, total),
            Shape = tiered.Shape with { UnitAmount = total, TiersMode = null, Tiers = [] },
            Owner = line.Ref,
            Source = line.Ref,
            IsThrowAway = true,
            Metadata = ThrowAway(metadata.Tie(tiered.Metadata, "OrderItem", line.Id), metadata),
        };

    /// <summary>What a line with a negative price takes off a bill.</summary>
    public CouponSpec Rebate(Order order, OrderLine line, decimal off, string currency)
    {
        var coupon = CouponSpec.OfRebate(order, line, off, currency, stripe.HoldsCoupon);
        return coupon with { Body = coupon.Body.Set("metadata", metadata.Of("OrderItem", line.Id)) };
    }

    /// <summary>Whether the price the line keeps bills by the period: a line that was sold for whole periods stays so when it is cut short.</summary>
    public bool IsStoredRecurring(OrderLine line) => stripe.Find(line.StripeId) is PriceState { Shape.Recurring: not null };

    internal static StripeMap ThrowAway(StripeMap own, RecordMetadata metadata) => own.Set(metadata.Key(PriceMarks.AutoArchive), "true");

    private PriceSpec Once(OrderLine line, PriceSpec like, string role) =>
        like with
        {
            Key = $"price/{line.Id}/{role}",
            Owner = null,
            Source = line.Ref,
            IsThrowAway = true,
            Metadata = ThrowAway(metadata.Of("OrderItem", line.Id), metadata),
        };

    /// <summary>The line was sold as one amount and keeps the price of that: there is no price of its periods to point at.</summary>
    private bool KeepsOneTime(OrderLine line, PriceSpec like) =>
        like.Owner == line.Ref && stripe.Find(line.StripeId) is PriceState { Shape.Recurring: null };

    private StripeMap MarkedCopy(PriceSpec original) =>
        ThrowAway(original.Metadata, metadata)
            .Set(metadata.Key(PriceMarks.Duplicate), "true")
            .Set(metadata.Key(PriceMarks.OriginalPrice), new StripeRef(original.Key));

    private static StripeMap WithoutTiers(PriceSpec like) => WithoutKeys(like.Body).Remove("billing_scheme").Remove("tiers_mode").Remove("tiers");

    /// <summary>A lookup key belongs to one price only.</summary>
    private static StripeMap WithoutKeys(StripeMap body) => body.Remove("lookup_key").Remove("transfer_lookup_key");
}
