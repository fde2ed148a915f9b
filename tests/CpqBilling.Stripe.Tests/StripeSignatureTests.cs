using System.Security.Cryptography;
using System.Text;
using CpqBilling.Stripe.Webhooks;

namespace CpqBilling.Stripe.Tests;

/// <summary>Who may tell us something in Stripe's name, and for how long.</summary>
public sealed class StripeSignatureTests
{
    private const string Secret = "whsec_1";
    private const string Body = """{"id":"evt_1","object":"event"}""";

    [Theory]
    [InlineData(0, true)]
    [InlineData(240, true)]
    // Somebody recorded it and plays it again.
    [InlineData(360, false)]
    [InlineData(86_400, false)]
    public void OldSignature_IsRefused(int seconds, bool isTaken) =>
        Assert.Equal(isTaken, StripeWebhook.Read(Body, Signature(seconds, Secret), Secret) is not null);

    [Fact]
    public void OtherSecret_IsRefused() => Assert.Null(StripeWebhook.Read(Body, Signature(0, "whsec_2"), Secret));

    [Fact]
    public void OtherBody_IsRefused() => Assert.Null(StripeWebhook.Read(Body + " ", Signature(0, Secret), Secret));

    /// <summary>As Stripe signs, so many seconds ago: its library holds that against the clock of the machine.</summary>
    private static string Signature(int seconds, string secret)
    {
        var at = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() - seconds;
        var hash = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"{at}.{Body}"));
        return $"t={at},v1={Convert.ToHexStringLower(hash)}";
    }
}
