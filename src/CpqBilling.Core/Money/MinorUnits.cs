namespace CpqBilling.Core.Money;

/// <summary>Conversion to Stripe's amounts and the only rounding rules of the product: half away from zero.</summary>
public static class MinorUnits
{
    /// <summary>Stripe keeps at most twelve decimals of a minor unit.</summary>
    private const int StripeDecimals = 12;

    /// <summary>Eight digits: Stripe takes no larger amount of one unit.</summary>
    public const decimal Largest = 99_999_999m;

    /// <summary>A major amount in minor units, to twelve decimals.</summary>
    public static decimal FromMajor(decimal major, Currency currency) => ToStripePrecision(major * currency.MinorPerMajor);

    /// <summary>A minor amount in major units, for people and for Salesforce.</summary>
    public static decimal ToMajor(decimal minor, Currency currency) => minor / currency.MinorPerMajor;

    public static decimal ToStripePrecision(decimal minor) => Trim(Math.Round(minor, StripeDecimals, MidpointRounding.AwayFromZero));

    /// <summary>To what can really be charged: whole cents, whole yen, tens of fils.</summary>
    public static decimal ToChargeStep(decimal minor, Currency currency) =>
        Trim(Math.Round(minor / currency.ChargeStep, 0, MidpointRounding.AwayFromZero) * currency.ChargeStep);

    /// <summary>An invoice line: unit times quantity, rounded once to whole minor units, as Stripe does it.</summary>
    public static decimal LineAmount(decimal unitMinor, decimal quantity) => Trim(Math.Round(unitMinor * quantity, 0, MidpointRounding.AwayFromZero));

    /// <summary>A part of an amount, rounded once.</summary>
    public static decimal Share(decimal minor, long part, long whole) => Trim(Math.Round(minor * part / whole, 0, MidpointRounding.AwayFromZero));

    /// <summary>Without trailing zeros, so that equal amounts have equal text.</summary>
    public static decimal Trim(decimal value) => value / 1.0000000000000000000000000000m;
}
