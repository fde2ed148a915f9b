using System.Diagnostics;
using CpqBilling.Storage.Tests;

namespace CpqBilling.Faults.Processes;

/// <summary>Nodes on one PostgreSQL database are killed, frozen and woken while orders come in: every order is billed once, and none is forgotten.</summary>
/// <remarks>A few seconds with two nodes; CPQBILLING_CHAOS=120 goes on for two minutes with three, drawn anew.</remarks>
public sealed class ChaosTests(PostgresServer postgres)
{
    private const int Seed = 20261202;
    private const int OrdersOfABatch = 4;
    private static readonly TimeSpan Usual = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Frozen = TimeSpan.FromSeconds(17);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static TimeSpan? Wanted =>
        int.TryParse(Environment.GetEnvironmentVariable("CPQBILLING_CHAOS"), out var seconds) ? TimeSpan.FromSeconds(seconds) : null;

    [Fact]
    public async Task NodesKilledAndFrozen_BillEveryOrderOnce()
    {
        await using var world = await InstalledWorld.StartAsync(await postgres.NewDatabaseAsync());
        var random = Wanted is null ? new Random(Seed) : Random.Shared;
        var nodes = Enumerable.Range(0, Wanted is null ? 2 : 3).Select(_ => world.Serve()).ToArray();
        var orders = 0;
        try
        {
            for (var clock = Stopwatch.StartNew(); clock.Elapsed < (Wanted ?? Usual); )
            {
                await world.World.LoadAsync(ManyOrders.From(orders + 1, OrdersOfABatch));
                orders += OrdersOfABatch;
                await Task.Delay(Shortest * (1 + (2 * random.NextDouble())), Cancellation);
                Disturb(world, nodes, random.Next(nodes.Length), random.Next(2) == 0);
            }

            // Whoever was thrown out of the cluster has ended itself; what supervises a service starts it again.
            for (var at = 0; at < nodes.Length; at++)
            {
                nodes[at] = nodes[at].HasExited ? world.Serve() : nodes[at];
            }

            await world.UntilDoneAsync(orders);
            Assert.Equal([], await world.History.FaultsAsync(orders));
        }
        finally
        {
            Array.ForEach(nodes, node => node.Dispose());
        }
    }

    private static void Disturb(InstalledWorld world, BillingProcess[] nodes, int victim, bool isKilled)
    {
        if (isKilled || nodes[victim].HasExited)
        {
            nodes[victim].Dispose();
            nodes[victim] = world.Serve();
            return;
        }

        // Longer than its lease: another node takes over, and it wakes as a holder that is none any more.
        var node = nodes[victim];
        node.Signal("STOP");
        _ = Task.Delay(Frozen, Cancellation).ContinueWith(_ => node.Signal("CONT"), TaskScheduler.Default);
    }
}
