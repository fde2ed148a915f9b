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
        var body = price.Body.Copy().Remove("billing_scheme").Remove("tiers_mode").Remove("tiers").Set("unit_amount_decimal", total);
        var whole = price with
        {
            Key = $"price/{line.Line.Id}",
            Body = body,
            Shape = price.Shape with { UnitAmount = total, TiersMode = null, Tiers = [] },
            Owner = line.Line.Ref,
            Source = line.Line.Ref,
            IsThrowAway = true,
        };
        return (whole, total, 1);
    }
}
