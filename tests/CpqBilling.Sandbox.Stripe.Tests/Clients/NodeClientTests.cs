using System.Text.Json.Nodes;
using CpqBilling.Sandbox.Stripe.Tests.Faults;

namespace CpqBilling.Sandbox.Stripe.Tests.Clients;

/// <summary>The service's own client for Node must take the sandbox for the real thing.</summary>
public sealed class NodeClientTests
{
    [Fact]
    public async Task Tour_OfTheMainCalls()
    {
        await using var bench = await Bench.StartAsync();
        var seen = await NodeScript.RunAsync("tour.mjs", "", bench.Sandbox.Address.ToString(), "sk_test_node");
        Assert.Equal([55003, 1601, 1601], seen["invoices"]!.AsArray().Select(invoice => (int)invoice!["total"]!)); // 5 × 1000.5 + 50000; 2 × 1000.5 less 20 %
        Assert.Equal(("paid", "released", "resource_missing"), ((string)seen["paid"]!, (string)seen["released"]!, (string)seen["refusal"]!));
        Assert.Equal("invoice.finalized", (string)seen["events"]![0]!);
    }
}
