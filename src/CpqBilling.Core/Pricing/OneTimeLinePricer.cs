using CpqBilling.Core.Contract;
using CpqBilling.Core.Money;

namespace CpqBilling.Core.Pricing;

/// <summary>The price of a one-time line: its own amount, or the total of its tiers, for Stripe bills no tiers on invoice items.</summary>
public sealed class OneTimeLinePricer(PriceBuilder prices, Currency currency)
{
    public (PriceSpec Price, decimal Unit, long Quantity)? Price(OneTimeLine line)
    {
        var unit = MinorUnits.FromMajor(line.UnitPrice, currency);
        if (prices.Choose(line.Line, unit) is not { } price)
        {
            return null;
        }

        if (!price.Shape.IsTiered)
        {
            return (price, unit, line.Quantity);
        }

        var total = TierAmount.Of(price.Shape.TiersMode!, price.Shape.Tiers, line.Quantity);
        return (prices.TierTotal(line.Line, price, total), total, 1);
    }
}
