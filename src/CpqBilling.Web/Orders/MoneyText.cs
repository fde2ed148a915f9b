using System.Globalization;
using CpqBilling.Core.Money;
using CpqBilling.Core.StripeState;

namespace CpqBilling.Web.Orders;

/// <summary>Amounts and prices as people read them; the ISO code stands behind, whatever the culture of the machine.</summary>
public static class MoneyText
{
    /// <param name="minor">Minor units, as Stripe counts.</param>
    public static string Of(decimal minor, string currencyCode)
    {
        var currency = Currency.Of(currencyCode);
        var format = currency.MinorPerMajor switch
        {
            1m => "#,##0.############",
            1000m => "#,##0.000#########",
            _ => "#,##0.00##########",
        };
        return $"{MinorUnits.ToMajor(minor, currency).ToString(format, CultureInfo.InvariantCulture)} {currencyCode.ToUpperInvariant()}";
    }

    /// <summary>What a recurring item costs: <c>30.00 USD a month</c>, or how it is tiered or counted.</summary>
    public static string OfPrice(PriceShape shape)
    {
        var amount = shape.UnitAmount is { } unit ? Of(unit, shape.Currency) : $"{shape.TiersMode} tiers";
        var usage = shape.Recurring?.IsMetered == true ? " per unit used," : "";
        return $"{amount}{usage}{Interval(shape.Recurring?.IntervalMonths)}";
    }

    private static string Interval(int? months) =>
        months switch
        {
            null => " once",
            1 => " a month",
            3 => " a quarter",
            6 => " a half-year",
            12 => " a year",
            _ => $" every {months} months",
        };
}
