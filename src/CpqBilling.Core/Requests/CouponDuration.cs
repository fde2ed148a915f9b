namespace CpqBilling.Core.Requests;

/// <summary>How long a coupon lowers bills.</summary>
public enum CouponDuration
{
    Once,

    /// <summary>For a number of months.</summary>
    Repeating,
    Forever,
}
