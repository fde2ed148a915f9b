using CpqBilling.Core.Contract;
using CpqBilling.Core.Errors;
using CpqBilling.Core.Money;
using CpqBilling.Core.Requests;

namespace CpqBilling.Core.Pricing;

/// <summary>The price of a one-time line: its own amount, or the total of its tiers, for Stripe bills no tiers on invoice items.</summary>
public static class OneTimeLinePricer
{
    public static Checked<PricedOneTimeLine> Price(OneTimeLine line, Prices prices)
    {
        var unit = MinorUnits.FromMajor(line.UnitPrice, prices.Currency);
        return prices
            .Reader.Choose(line.Line, unit)
            .Select(price => price.Shape.IsTiered ? Tiered(line, price, prices) : new(line.Line, price, unit, line.Quantity));
    }

    private static PricedOneTimeLine Tiered(OneTimeLine line, PriceSpec price, Prices prices)
    {
        var total = TierAmount.Of(price.Shape.TiersMode!.Value, price.Shape.Tiers, line.Quantity);
        return new(line.Line, prices.Variants.TierTotal(line.Line, price, total), total, 1);
    }
}
