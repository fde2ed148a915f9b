namespace CpqBilling.Core.Settings;

/// <summary>What becomes of recurring lines with a negative price: rebates, and percentages of a total that shrinks.</summary>
public enum NegativeLineRule
{
    /// <summary>Whole periods lower the bill by a coupon, parts of one by a negative one-time item.</summary>
    Bill,
    Reject,
}
