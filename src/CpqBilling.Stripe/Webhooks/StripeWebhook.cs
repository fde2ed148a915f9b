using System.Text.Json;
using Stripe;

namespace CpqBilling.Stripe.Webhooks;

/// <summary>Reads what Stripe posts to a webhook endpoint, if it really comes from Stripe.</summary>
public static class StripeWebhook
{
    /// <summary>Seconds a signature may be old: a delivery that was recorded cannot be played again later.</summary>
    private const int ToleranceSeconds = 300;

    /// <param name="body">As it came, byte for byte: the signature covers it.</param>
    /// <param name="signature">The header <c>Stripe-Signature</c>.</param>
    /// <param name="secret">Of the endpoint.</param>
    /// <returns>The event; null when the signature is missing, wrong or old.</returns>
    public static JsonElement? Read(string body, string? signature, string secret)
    {
        try
        {
            EventUtility.ValidateSignature(body, signature ?? "", secret, ToleranceSeconds);
            return JsonDocument.Parse(body).RootElement;
        }
        catch (Exception error) when (error is StripeException or JsonException)
        {
            return null;
        }
    }
}
