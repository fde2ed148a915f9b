using CpqBilling.Sandbox.Stripe.Tests.Faults;

namespace CpqBilling.Sandbox.Stripe.Tests.Clients;

/// <summary>Calls of the official client for Node, counted: none may be answered wrongly, and what is not offered is known.</summary>
public sealed class ClientCallTests(ITestOutputHelper output)
{
    private static readonly string[] NotOffered =
    [
        "subscription with tax",
        "tax_rate list",
        "quote list",
        "checkout.session list",
        "payment_link list",
        "dispute list",
        "billing.credit_grant list",
    ];

    [Fact]
    public async Task Calls_AreRightOrNotOffered()
    {
        await using var bench = await Bench.StartAsync();
        var counted = await NodeScript.RunAsync("calls.mjs", "", bench.Sandbox.Address.ToString(), "sk_test_calls");
        var (wrong, notOffered) = (NodeScript.Texts(counted["wrong"]), NodeScript.Texts(counted["notOffered"]));
        output.WriteLine(
            $"stripe for Node: {counted["tried"]} calls tried, {counted["right"]} right, {wrong.Count} wrong, {notOffered.Count} not offered: {string.Join(", ", notOffered)}"
        );
        Assert.Empty(wrong);
        Assert.Equal(NotOffered, notOffered);
        Assert.True((int)counted["right"]! >= 50, counted.ToJsonString());
    }
}
