using System.Collections.Immutable;
using CpqBilling.Core.Cpq;
using CpqBilling.Core.Errors;
using CpqBilling.Core.Money;
using CpqBilling.Core.StripeState;

namespace CpqBilling.Core.Pricing;

/// <summary>Stripe tiers made of a consumption schedule: Range is volume, Slab is graduated (docs/rules/prices.md 7).</summary>
/// <remarks>
/// Lower bounds, processing order and billing term play no part; tiers go up, the open one stands last. Errors belong to
/// the record the price comes from: the price-book entry or the order line.
/// </remarks>
public sealed record TierTable(string Mode, ImmutableArray<PriceTier> Tiers, RecordRef Schedule);

/// <inheritdoc cref="TierTable"/>
public static class TierReader
{
    /// <summary>Null when there is no schedule, or when it cannot be billed: then the errors say why.</summary>
    public static TierTable? Read(ImmutableArray<ConsumptionSchedule> schedules, RecordRef owner, Currency currency, ErrorList errors)
    {
        if (schedules.IsEmpty)
        {
            return null;
        }

        if (schedules.Length > 1)
        {
            errors.Add(OrderErrors.SeveralConsumptionSchedules(owner, schedules.Length));
            return null;
        }

        var schedule = schedules[0];
        var mode = Mode(schedule, owner, errors);
        var tiers = schedule
            .Rates.Select(rate => Tier(rate, owner, currency, errors))
            .OfType<PriceTier>()
            .OrderBy(tier => tier.UpTo ?? long.MaxValue)
            .ToImmutableArray();
        if (tiers.Length == schedule.Rates.Length)
        {
            CheckOpenEnd(owner, tiers, errors);
            CheckBounds(owner, tiers, errors);
        }

        return mode is null ? null : new TierTable(mode, tiers, schedule.Ref);
    }

    private static string? Mode(ConsumptionSchedule schedule, RecordRef owner, ErrorList errors)
    {
        if (schedule.RatingMethod is not (null or "Tier"))
        {
            errors.Add(ShapeErrors.RatingMethodUnsupported(owner, schedule.RatingMethod));
            return null;
        }

        switch (schedule.Type)
        {
            case "Range":
                return "volume";
            case "Slab":
                return "graduated";
            default:
                errors.Add(ShapeErrors.ScheduleTypeUnsupported(owner, schedule.Type ?? "blank"));
                return null;
        }
    }

    private static PriceTier? Tier(ConsumptionRate rate, RecordRef owner, Currency currency, ErrorList errors)
    {
        if (rate.UpperBound is { } bound && bound != decimal.Truncate(bound))
        {
            errors.Add(OrderErrors.TierBoundNotWhole(owner, bound));
            return null;
        }

        if (rate.Price is not { } price)
        {
            errors.Add(OrderErrors.UnitPriceMissing(owner, "Price"));
            return null;
        }

        if (price < 0)
        {
            errors.Add(OrderErrors.NegativePrice(owner, price, "Price"));
            return null;
        }

        var upTo = (long?)rate.UpperBound;
        var amount = MinorUnits.FromMajor(price, currency);
        switch (rate.PricingMethod)
        {
            case "PerUnit":
                return new PriceTier(upTo, amount, null);
            case "FlatFee":
                return new PriceTier(upTo, null, amount);
            default:
                errors.Add(ShapeErrors.PricingMethodUnsupported(owner, rate.PricingMethod ?? "blank"));
                return null;
        }
    }

    /// <summary>Two rates that end at one unit leave open which of them counts; Stripe refuses them, and bounds of nothing.</summary>
    private static void CheckBounds(RecordRef owner, ImmutableArray<PriceTier> tiers, ErrorList errors)
    {
        var bounds = tiers.Select(tier => tier.UpTo).OfType<long>().ToList();
        foreach (var bound in bounds.Where(bound => bound <= 0 || bounds.Count(other => other == bound) > 1).Distinct())
        {
            errors.Add(OrderErrors.TierBoundUnusable(owner, bound));
        }
    }

    private static void CheckOpenEnd(RecordRef owner, ImmutableArray<PriceTier> tiers, ErrorList errors)
    {
        var open = tiers.Count(tier => tier.UpTo is null);
        if (open == 0)
        {
            errors.Add(OrderErrors.TiersWithoutOpenEnd(owner));
        }
        else if (open > 1)
        {
            errors.Add(OrderErrors.TiersWithSeveralOpenEnds(owner));
        }
    }
}
