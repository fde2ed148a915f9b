using System.Globalization;
using CpqBilling.Core.Money;
using CpqBilling.Core.Pricing;
using CpqBilling.Core.Requests;
using CpqBilling.Core.StripeState;

namespace CpqBilling.Engine.Application.Words;

/// <summary>Amounts and prices as people read them; the ISO code stands behind, whatever the culture of the machine.</summary>
public static class MoneyText
{
    private const int PriceDecimals = 4;

    /// <param name="minor">Minor units, as Stripe counts.</param>
    public static string Of(decimal minor, string currencyCode) => $"{Number(minor, currencyCode)} {currencyCode.ToUpperInvariant()}";

    /// <summary>An amount with the decimals of its currency: <c>1,234.50</c>, <c>−0.50</c>.</summary>
    public static string Number(decimal minor, string currencyCode) => Format(minor, Currency.Of(currencyCode), "");

    /// <summary>Where there is little room: <c>588</c>, <c>33,309</c>, <c>118k</c>, <c>1.18M</c>.</summary>
    public static string Brief(decimal minor, string currencyCode)
    {
        var major = MinorUnits.ToMajor(minor, Currency.Of(currencyCode));
        var (divisor, format) = Math.Abs(major) switch
        {
            >= 1_000_000_000 => (1_000_000_000, "0.##'B'"),
            >= 1_000_000 => (1_000_000, "0.##'M'"),
            >= 100_000 => (1_000, "0'k'"),
            _ => (1, "#,##0"),
        };
        return (major / divisor).ToString(format, CultureInfo.InvariantCulture).Replace('-', '−');
    }

    /// <summary>What one unit costs: cents, and up to four decimals where the price has parts of them; <c>≈</c> tells that it has more.</summary>
    public static string Unit(decimal minor, string currencyCode)
    {
        var currency = Currency.Of(currencyCode);
        var major = MinorUnits.ToMajor(minor, currency);
        var shown = Math.Round(major, Math.Max(PriceDecimals, Decimals(currency)), MidpointRounding.AwayFromZero);
        var more = new string('#', Math.Max(0, PriceDecimals - Decimals(currency)));
        return (shown == major ? "" : "≈ ") + Format(minor, currency, more);
    }

    /// <summary>With all its decimals, for whoever wants to know.</summary>
    public static string Exact(decimal minor, string currencyCode) =>
        Format(minor, Currency.Of(currencyCode), "############") + " " + currencyCode.ToUpperInvariant();

    /// <summary>What a recurring item costs: <c>30.00 USD a month</c>, or how it is tiered or counted.</summary>
    public static string OfPrice(PriceShape shape)
    {
        var amount = shape.UnitAmount is { } unit
            ? $"{Unit(unit, shape.Currency)} {shape.Currency.ToUpperInvariant()}"
            : $"{StripeWord.Of(shape.TiersMode!.Value)} tiers";
        var usage = shape.Recurring?.IsMetered == true ? " per unit used," : "";
        return $"{amount}{usage} {Every(shape.Recurring?.IntervalMonths)}";
    }

    /// <summary><c>a month</c>, <c>every 18 months</c>; once without an interval.</summary>
    public static string Every(int? months) =>
        months switch
        {
            null => "once",
            1 => "a month",
            3 => "a quarter",
            6 => "a half-year",
            12 => "a year",
            _ => $"every {months} months",
        };

    private static string Format(decimal minor, Currency currency, string more)
    {
        var decimals = Decimals(currency);
        var fraction = decimals == 0 && more.Length == 0 ? "" : "." + new string('0', decimals) + more;
        var number = MinorUnits.ToMajor(minor, currency).ToString("#,##0" + fraction, CultureInfo.InvariantCulture);
        return number.Replace('-', '−');
    }

    private static int Decimals(Currency currency) =>
        currency.MinorPerMajor switch
        {
            1m => 0,
            1000m => 3,
            _ => 2,
        };
}
