using CpqBilling.Core.Forecast;

namespace CpqBilling.Engine.Sync.Listing;

/// <summary>What an amount is, in one word.</summary>
public static class ChargeWords
{
    public static string Of(ForecastLine line) =>
        line.Kind is { } kind ? kind.ToString().ToLowerInvariant()
        : line.Line.IsRecurring ? "recurring"
        : "one-time";
}
