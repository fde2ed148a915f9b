using CpqBilling.Core.StripeState;

namespace CpqBilling.Core.StripeState;

/// <summary>Prices that stand on the contract's schedule already; an unchanged line keeps its price (docs/rules/prices.md 4).</summary>
public sealed class KnownPrices
{
    private readonly List<PriceState> _prices = [];
    private readonly ILookup<string, PriceState> _pricesOfLine;
    private readonly string _duplicateKey;
    private readonly HashSet<string> _ids = [];

    /// <param name="lineKey">Metadata key that names the order line, on items and on the prices made for them.</param>
    public KnownPrices(ScheduleState? schedule, string lineKey, string duplicateKey)
    {
        _duplicateKey = duplicateKey;
        var lines = new List<(string? LineId, PriceState Price)>();
        foreach (var item in (schedule?.Phases ?? []).SelectMany(phase => phase.Items.Concat(phase.OneTimeItems)))
        {
            _prices.Add(item.Price);
            _ids.Add(item.Price.Id);
            lines.Add((item.Metadata.GetValueOrDefault(lineKey), item.Price));
            lines.Add((item.Price.Metadata.GetValueOrDefault(lineKey), item.Price));
        }

        _pricesOfLine = lines.Where(row => row.LineId is not null).ToLookup(row => row.LineId!, row => row.Price);
    }

    /// <summary>Tells schedules with other prices apart: what was made and archived for one is made anew for another.</summary>
    public string State => field ??= string.Join(',', _ids.Order(StringComparer.Ordinal));

    public bool Holds(string priceId) => _ids.Contains(priceId);

    /// <summary>The price of a line with this shape, made as a copy or not.</summary>
    public PriceState? Find(string lineId, PriceShape shape, bool isCopy) =>
        _pricesOfLine[lineId]
            .FirstOrDefault(price =>
                price.Metadata.Count > 0 && price.Metadata.ContainsKey(_duplicateKey) == isCopy && price.Shape.DifferenceFrom(shape) is null
            );

    /// <summary>Throw-away prices that should have been archived.</summary>
    public IEnumerable<PriceState> LeftActive(string archiveKey) =>
        _prices.Where(price => price.IsActive && price.Metadata.ContainsKey(archiveKey)).DistinctBy(price => price.Id);
}
