using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using NodaTime;

namespace CpqBilling.Engine.Outgoing;

/// <summary>Signs webhooks as Standard Webhooks does (docs/decisions/0066), so that receivers verify them with its libraries.</summary>
public static class WebhookSignature
{
    /// <summary>What every secret begins with; Base64 of the key follows.</summary>
    public const string Mark = "whsec_";

    private const int KeyBytes = 32;

    public static string MakeSecret() => Mark + Convert.ToBase64String(RandomNumberGenerator.GetBytes(KeyBytes));

    /// <summary>The headers of a call; the time is signed too, so that what was recorded cannot be sent again later.</summary>
    /// <param name="id">Of the delivery; the same with every attempt.</param>
    /// <param name="secret">As <see cref="MakeSecret"/> made it.</param>
    public static IEnumerable<(string Name, string Value)> Headers(string id, Instant at, string body, string secret)
    {
        var time = at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var key = Convert.FromBase64String(secret[Mark.Length..]);
        var signature = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{id}.{time}.{body}"));
        return [("webhook-id", id), ("webhook-timestamp", time), ("webhook-signature", "v1," + Convert.ToBase64String(signature))];
    }
}
