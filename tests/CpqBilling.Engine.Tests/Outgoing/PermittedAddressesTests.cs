using System.Net;
using CpqBilling.Engine.Outgoing;
using NodaTime;
using Xunit;

namespace CpqBilling.Engine.Tests.Outgoing;

/// <summary>Where webhooks may go, and how they are signed.</summary>
public sealed class PermittedAddressesTests
{
    [Theory]
    [InlineData("93.184.216.34", true)]
    [InlineData("2606:2800:220:1:248:1893:25c8:1946", true)]
    [InlineData("127.0.0.1", false)]
    [InlineData("::1", false)]
    [InlineData("::ffff:127.0.0.1", false)]
    [InlineData("10.1.2.3", false)]
    [InlineData("172.31.255.255", false)]
    [InlineData("192.168.0.1", false)]
    [InlineData("100.64.0.1", false)]
    [InlineData("169.254.169.254", false)]
    [InlineData("::ffff:169.254.169.254", false)]
    [InlineData("64:ff9b::a9fe:a9fe", false)]
    [InlineData("fd00::1", false)]
    [InlineData("fe80::1", false)]
    [InlineData("0.0.0.0", false)]
    [InlineData("224.0.0.1", false)]
    public void WithoutSetting_PublicAddressesOnly(string address, bool isPermitted) =>
        Assert.Equal(isPermitted, new PermittedAddresses([]).Permits(IPAddress.Parse(address)));

    [Theory]
    [InlineData("127.0.0.1", true)]
    [InlineData("::ffff:127.0.0.1", true)]
    [InlineData("10.1.2.3", false)]
    [InlineData("169.254.169.254", false)]
    [InlineData("0.0.0.0", false)]
    public void AllowedNetwork_OpensItself_AndNeverLinkLocalAddresses(string address, bool isPermitted)
    {
        var permitted = new PermittedAddresses([IPNetwork.Parse("127.0.0.0/8"), IPNetwork.Parse("169.254.0.0/16"), IPNetwork.Parse("0.0.0.0/8")]);

        Assert.Equal(isPermitted, permitted.Permits(IPAddress.Parse(address)));
    }

    /// <summary>Worked out by another program, over the same id, time and body.</summary>
    [Fact]
    public void Signature_IsThatOfStandardWebhooks()
    {
        var headers = WebhookSignature.Headers(
            "msg_p5jXN8AQM9LWM0D4loKWxJek",
            Instant.FromUnixTimeSeconds(1614265330),
            """{"test": 2432232314}""",
            "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
        );

        Assert.Equal(
            [
                ("webhook-id", "msg_p5jXN8AQM9LWM0D4loKWxJek"),
                ("webhook-timestamp", "1614265330"),
                ("webhook-signature", "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="),
            ],
            headers
        );
    }
}
