using System.Collections.Immutable;

namespace CpqBilling.Engine.Application.Forecasts;

/// <param name="Months"><c>2026-11</c>, without gaps.</param>
public sealed record ForecastTable(ForecastQuery Query, ImmutableArray<string> Months, ImmutableArray<ForecastRow> Rows, int Invoices, int Contracts)
{
    public long Total => Rows.Sum(row => row.Total);

    public long In(string month) => Rows.Sum(row => row.In(month));
}
