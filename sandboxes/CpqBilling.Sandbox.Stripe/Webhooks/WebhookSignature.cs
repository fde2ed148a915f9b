using System.Security.Cryptography;
using System.Text;

namespace CpqBilling.Sandbox.Stripe.Webhooks;

/// <summary>Signs a body the way receivers check it: HMAC-SHA256 of time and body, once for each secret in force.</summary>
internal static class WebhookSignature
{
    public static string Header(byte[] body, long at, IEnumerable<string> secrets) =>
        string.Join(",", secrets.Select(secret => $"v1={Sign(body, at, secret)}").Prepend($"t={at}"));

    private static string Sign(byte[] body, long at, string secret)
    {
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{at}."), .. body];
        return Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), signed));
    }
}
