using CpqBilling.Core.Requests;

namespace CpqBilling.Core.Comparison;

/// <summary>When an object that stands in Stripe already is sent again.</summary>
public enum Refresh
{
    Never,

    /// <summary>When it is known to differ from what was sent last: an order has no reason to ask.</summary>
    WhenChanged,

    /// <summary>Unless it is known to be the same: somebody asked for this very record.</summary>
    UnlessSame,
}

internal static class RefreshRule
{
    /// <param name="lastSent">What was sent last; null when nothing is remembered.</param>
    public static bool Sends(this Refresh refresh, string? lastSent, StripeMap body) =>
        refresh switch
        {
            Refresh.WhenChanged => lastSent is not null && lastSent != StripeJson.Write(body),
            Refresh.UnlessSame => lastSent != StripeJson.Write(body),
            _ => false,
        };
}
