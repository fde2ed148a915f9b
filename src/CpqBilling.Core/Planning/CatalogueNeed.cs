using System.Collections.Immutable;
using CpqBilling.Core.Cpq;
using CpqBilling.Core.Errors;
using CpqBilling.Core.Pricing;
using CpqBilling.Core.Timeline;

namespace CpqBilling.Core.Planning;

/// <summary>Something that a request names and that must be in Stripe before it.</summary>
/// <param name="Key">Needs of one key are one.</param>
public sealed record CatalogueNeed(string Key, Func<Catalogue, IEnumerable<Checked<PlanPart>>> Of)
{
    public static CatalogueNeed Price(PriceSpec price, OrderLine line) => new(price.Key, catalogue => catalogue.For(price, line));

    public static CatalogueNeed Coupon(CouponSpec coupon) => new(coupon.Key + coupon.Ref.Id, catalogue => catalogue.For(coupon));

    /// <param name="price">Null on amounts that name their product only.</param>
    public static CatalogueNeed PriceOrProduct(PriceSpec? price, OrderLine line) =>
        price is not null ? Price(price, line) : new($"product of {line.Id}", catalogue => [catalogue.ForProduct(line)]);

    /// <summary>What a phase names, in its order.</summary>
    /// <param name="withCharges">With what is charged once when it begins.</param>
    public static IEnumerable<CatalogueNeed> OfPhase(TimelinePhase phase, bool withCharges) =>
        phase
            .Items.SelectMany(OfItem)
            .Concat(withCharges ? phase.Charges.SelectMany(charge => Coupons(charge.Coupons).Prepend(PriceOrProduct(charge.Price, charge.Line))) : [])
            .Concat(Coupons(phase.Discounts));

    public static IEnumerable<CatalogueNeed> OfItem(TimelineItem item) => Coupons(item.Coupons).Prepend(Price(item.Price, item.Line.Life.Line));

    public static IEnumerable<CatalogueNeed> Coupons(ImmutableArray<CouponSpec> coupons) => coupons.Select(Coupon);
}
