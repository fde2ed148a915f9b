using System.Collections.Immutable;

namespace CpqBilling.Engine.Application.Forecasts;

/// <param name="ByMonth">Minor units, discounts taken off.</param>
public sealed record ForecastRow(string Name, ImmutableDictionary<string, long> ByMonth)
{
    public long Total => ByMonth.Values.Sum();

    public long In(string month) => ByMonth.GetValueOrDefault(month);
}
