using CpqBilling.Core.Money;

namespace CpqBilling.Core.Pricing;

/// <summary>The price of one billing period that a person would write: 30.00 where dividing CPQ's rounded price gives 29.999732030265.</summary>
/// <remarks>
/// Every amount from which CPQ's unit price follows by its own rounding is as right as the divided one. Of these the price book's is taken,
/// else the list price, else the one with the fewest decimals, and of several with as many the nearest to the divided one.
/// </remarks>
public static class SimplestPrice
{
    public static decimal Of(SoldPrice sold)
    {
        var divided = sold.Divided;
        return sold.Known.Where(sold.CanBe).Cast<decimal?>().FirstOrDefault() ?? (sold.IsKnownOnly ? null : ShortestOf(sold, divided)) ?? divided;
    }

    private static decimal? ShortestOf(SoldPrice sold, decimal divided)
    {
        // The candidates are an interval around the divided price: where a step hits it at all, one of the two next to it does.
        var step = sold.Currency.MinorPerMajor;
        for (; MinorUnits.ToStripePrecision(step) == step; step /= 10)
        {
            var below = Math.Floor(divided / step) * step;
            foreach (var candidate in new[] { below, below + step }.OrderBy(amount => Math.Abs(amount - divided)).Where(sold.CanBe))
            {
                return MinorUnits.Trim(candidate);
            }
        }

        return null;
    }
}
