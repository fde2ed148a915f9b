namespace CpqBilling.Core.Settings;

/// <summary>How the price of a billing period follows from what CPQ sold.</summary>
public enum UnitPrices
{
    /// <summary>The price a person would write, as long as CPQ's rounded unit price still follows from it.</summary>
    Simplest,

    /// <summary>Divided to twelve decimals.</summary>
    Exact,
}
