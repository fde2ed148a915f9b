using CpqBilling.Core.Requests;

namespace CpqBilling.Core.Pricing;

/// <summary>The meter of a price.</summary>
/// <param name="Id">Its id in Stripe, or a reference to the step that makes it; null on licensed prices, and where it cannot be named.</param>
/// <param name="New">The meter that is still to be made.</param>
internal sealed record MeterUse(StripeValue? Id, MeterSpec? New)
{
    public static MeterUse None { get; } = new(null, null);
}
