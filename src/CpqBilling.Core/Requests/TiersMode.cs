namespace CpqBilling.Core.Requests;

/// <summary>How tiers price a quantity.</summary>
public enum TiersMode
{
    /// <summary>All units at the price of the tier that is reached.</summary>
    Volume,

    /// <summary>Each unit at the price of its own tier.</summary>
    Graduated,
}
