using CpqBilling.Sandbox.Stripe.Tests.Faults;
using CpqBilling.Storage.Tests;

namespace CpqBilling.Sandbox.Stripe.Tests.Clients;

/// <summary>Supabase's engine copies an account into PostgreSQL, by lists and by events, and finds every kind that the sandbox has.</summary>
public sealed class SyncEngineTests(ITestOutputHelper output)
{
    private static readonly string[] NotOffered =
    [
        "backfill tax_id",
        "backfill dispute",
        "backfill early_fraud_warning",
        "backfill checkout_sessions",
    ];

    [Fact]
    public async Task EveryKindTheSandboxHas_IsCopied()
    {
        await using var bench = await Bench.StartAsync(new StripeSandboxOptions { Pages = false });
        await using var postgres = await PostgresProcess.StartAsync();
        var url = $"postgres://postgres@127.0.0.1:{postgres.Port}/postgres";
        var counted = await NodeScript.RunAsync("sync.mjs", "", bench.Sandbox.Address.ToString(), "sk_test_sync", url);
        var (wrong, notOffered) = (NodeScript.Texts(counted["wrong"]), NodeScript.Texts(counted["notOffered"]));
        output.WriteLine(
            $"Supabase sync engine: {counted["tried"]} kinds and event types tried, {counted["right"]} right, {wrong.Count} wrong, {notOffered.Count} not offered: {string.Join(", ", notOffered)}"
        );
        Assert.Empty(wrong);
        Assert.Equal(NotOffered, notOffered);
        Assert.Equal(
            (1, 1, 1, 2),
            (
                (int)counted["rows"]!["products"]!,
                (int)counted["rows"]!["prices"]!,
                (int)counted["rows"]!["refunds"]!,
                (int)counted["rows"]!["subscriptions"]!
            )
        );
    }
}
