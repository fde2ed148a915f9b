using System.Collections.Immutable;
using CpqBilling.Core.Cpq;
using CpqBilling.Core.Errors;
using CpqBilling.Core.Money;
using CpqBilling.Core.Requests;
using CpqBilling.Core.StripeState;

namespace CpqBilling.Core.Pricing;

/// <summary>Stripe tiers made of a consumption schedule: Range is volume, Slab is graduated (docs/rules/prices.md 7).</summary>
/// <remarks>
/// Lower bounds, processing order and billing term play no part. Errors belong to the record the price comes from: the price-book
/// entry or the order line.
/// </remarks>
public static class TierReader
{
    /// <summary>Null when there is no schedule, or when it cannot be billed.</summary>
    public static Checked<TierTable?> Read(ImmutableArray<ConsumptionSchedule> schedules, RecordRef owner, Currency currency) =>
        schedules.Length switch
        {
            0 => Checked.Of<TierTable?>(null),
            1 => Read(schedules[0], owner, currency),
            var several => Checked.Of<TierTable?>(null, OrderErrors.SeveralConsumptionSchedules(owner, several)),
        };

    private static Checked<TierTable?> Read(ConsumptionSchedule schedule, RecordRef owner, Currency currency)
    {
        var mode = Mode(schedule, owner);
        var rates = Checked.All(schedule.Rates.Select(rate => Tier(rate, owner, currency)));
        ImmutableArray<PriceTier> tiers = [.. rates.Value.OrderBy(tier => tier.UpTo ?? long.MaxValue)];
        ImmutableArray<SyncError> ofTable =
            tiers.Length == schedule.Rates.Length ? [.. OpenEndErrors(owner, tiers), .. BoundErrors(owner, tiers)] : [];
        return Checked.Of(mode.HasValue ? new TierTable(mode.Value, tiers, schedule.Ref) : null, mode.Errors).With(rates.Errors).With(ofTable);
    }

    private static Checked<TiersMode> Mode(ConsumptionSchedule schedule, RecordRef owner) =>
        schedule.RatingMethod is not (null or "Tier")
            ? ShapeErrors.RatingMethodUnsupported(owner, schedule.RatingMethod)
            : schedule.Type switch
            {
                "Range" => TiersMode.Volume,
                "Slab" => TiersMode.Graduated,
                var other => ShapeErrors.ScheduleTypeUnsupported(owner, other ?? "blank"),
            };

    private static Checked<PriceTier> Tier(ConsumptionRate rate, RecordRef owner, Currency currency)
    {
        if (rate.UpperBound is { } bound && bound != decimal.Truncate(bound))
        {
            return OrderErrors.TierBoundNotWhole(owner, bound);
        }

        if (rate.Price is not { } price)
        {
            return OrderErrors.UnitPriceMissing(owner, "Price");
        }

        if (price < 0)
        {
            return OrderErrors.NegativePrice(owner, price, "Price");
        }

        var upTo = (long?)rate.UpperBound;
        var amount = MinorUnits.FromMajor(price, currency);
        return rate.PricingMethod switch
        {
            "PerUnit" => new PriceTier(upTo, amount, null),
            "FlatFee" => new PriceTier(upTo, null, amount),
            var other => ShapeErrors.PricingMethodUnsupported(owner, other ?? "blank"),
        };
    }

    /// <summary>Two rates that end at one unit leave open which of them counts; Stripe refuses them, and bounds of nothing.</summary>
    private static IEnumerable<SyncError> BoundErrors(RecordRef owner, ImmutableArray<PriceTier> tiers)
    {
        var bounds = tiers.Select(tier => tier.UpTo).OfType<long>().ToList();
        return bounds
            .Where(bound => bound <= 0 || bounds.Count(other => other == bound) > 1)
            .Distinct()
            .Select(bound => OrderErrors.TierBoundUnusable(owner, bound));
    }

    private static IEnumerable<SyncError> OpenEndErrors(RecordRef owner, ImmutableArray<PriceTier> tiers) =>
        tiers.Count(tier => tier.UpTo is null) switch
        {
            0 => [OrderErrors.TiersWithoutOpenEnd(owner)],
            1 => [],
            _ => [OrderErrors.TiersWithSeveralOpenEnds(owner)],
        };
}
