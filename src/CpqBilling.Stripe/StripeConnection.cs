namespace CpqBilling.Stripe;

/// <summary>How to reach one Stripe account.</summary>
/// <param name="ApiKey">Secret or restricted key; never logged.</param>
/// <param name="ApiBase">Another server that speaks Stripe's API; null is Stripe itself.</param>
/// <param name="Timeout">For one attempt; null is 15 seconds.</param>
public sealed record StripeConnection(string ApiKey, string? ApiBase = null, TimeSpan? Timeout = null)
{
    /// <summary>Without the key, because records print their members.</summary>
    public override string ToString() => $"StripeConnection {{ ApiBase = {ApiBase ?? "Stripe"} }}";
}
