using CpqBilling.Core.Calendar;
using CpqBilling.Core.Contract;
using CpqBilling.Core.Pricing;

namespace CpqBilling.Core.Timeline;

/// <summary>Which prices and meters lines are on already, while the lines of a contract are priced one after the other.</summary>
internal sealed class PricesInUse
{
    private readonly Dictionary<string, List<PricedLine>> _onPrice = [];
    private readonly Dictionary<string, List<PricedLine>> _onMeter = [];

    public void Add(PricedLine priced)
    {
        On(_onPrice, priced.Price.Key).Add(priced);
        if (priced.Price.Shape.Recurring?.Meter is { } meter)
        {
            On(_onMeter, meter).Add(priced);
        }
    }

    /// <summary>A line that has the price for itself while this one runs.</summary>
    public bool IsTaken(PriceSpec price, LineLife line, Boundary end) =>
        _onPrice.GetValueOrDefault(price.Key, []).Exists(priced => priced.ZeroFrom != priced.Life.From && Overlaps(priced, line, end));

    /// <summary>The line that bills a meter while this one runs.</summary>
    public PricedLine? OnMeter(string meter, LineLife line, Boundary end) =>
        _onMeter.GetValueOrDefault(meter, []).Find(priced => Overlaps(priced, line, end));

    private static List<PricedLine> On(Dictionary<string, List<PricedLine>> lines, string key)
    {
        if (!lines.TryGetValue(key, out var known))
        {
            lines[key] = known = [];
        }

        return known;
    }

    private static bool Overlaps(PricedLine priced, LineLife line, Boundary end) => priced.Life.From < end && line.From < priced.Until;
}
