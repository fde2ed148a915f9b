using CpqBilling.Core.Pricing;
using CpqBilling.Core.StripeState;

namespace CpqBilling.Core.StripePlan;

/// <summary>Prices that stand on the contract's schedule already; an unchanged line keeps its price (decisions.md 4.4).</summary>
public sealed class KnownPrices
{
    private readonly List<(string? LineId, PriceState Price)> _prices = [];
    private readonly string _duplicateKey;
    private readonly HashSet<string> _ids = [];

    public KnownPrices(ScheduleState? schedule, string lineKey, string duplicateKey)
    {
        _duplicateKey = duplicateKey;
        foreach (var item in (schedule?.Phases ?? []).SelectMany(phase => phase.Items.Concat(phase.OneTimeItems)))
        {
            _prices.Add((item.Metadata.GetValueOrDefault(lineKey), item.Price));
            _ids.Add(item.Price.Id);
        }
    }

    /// <summary>Tells schedules with other prices apart: what was made and archived for one is made anew for another.</summary>
    public string State => string.Join(',', _ids.Order(StringComparer.Ordinal));

    public bool Holds(string priceId) => _ids.Contains(priceId);

    /// <summary>The price of a line with this shape, made as a copy or not.</summary>
    public PriceState? Find(string lineId, PriceShape shape, string lineKey, bool isCopy) =>
        _prices
            .Find(known =>
                (known.LineId == lineId || known.Price.Metadata.GetValueOrDefault(lineKey) == lineId)
                && known.Price.Metadata.ContainsKey(_duplicateKey) == isCopy
                && known.Price.Shape.DifferenceFrom(shape) is null
                && known.Price.Metadata.Count > 0
            )
            .Price;

    /// <summary>Throw-away prices that should have been archived.</summary>
    public IEnumerable<PriceState> LeftActive(string archiveKey) =>
        _prices.Select(known => known.Price).Where(price => price.IsActive && price.Metadata.ContainsKey(archiveKey)).DistinctBy(price => price.Id);
}
