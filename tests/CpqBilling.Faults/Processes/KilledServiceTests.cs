namespace CpqBilling.Faults.Processes;

/// <summary>The service is killed while it bills several orders; started again, it bills what is left, each order once.</summary>
/// <remarks>CPQBILLING_KILLS=n kills it n times, at moments drawn anew.</remarks>
public sealed class KilledServiceTests
{
    private const int Seed = 20261201;
    private const int Orders = 5;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static int? Wanted => int.TryParse(Environment.GetEnvironmentVariable("CPQBILLING_KILLS"), out var kills) ? kills : null;

    [Fact]
    public async Task KilledAgainAndAgain_BillsEveryOrderOnce()
    {
        var (calls, expected) = await UndisturbedAsync();
        await using var world = await StartAsync();
        var random = Wanted is null ? new Random(Seed) : Random.Shared;
        for (var kill = 0; kill < (Wanted ?? 1); kill++)
        {
            var moment = new Killing.Moment(random.Next(calls / 4, calls), TimeSpan.FromMilliseconds(random.Next(0, 3) * 4));
            using var killed = world.Killing.Aim(moment, world.Serve);
            await Task.WhenAny(killed.EndAsync(Cancellation), world.UntilDoneAsync(Orders));
        }

        using var service = world.Serve();
        await world.UntilDoneAsync(Orders);
        Differences.Refuse(expected, await world.HoldingsAsync());
    }

    private static async Task<(int Calls, IReadOnlyList<string> Holdings)> UndisturbedAsync()
    {
        await using var world = await StartAsync();
        using var service = world.Serve();
        await world.UntilDoneAsync(Orders);
        return (world.Killing.TakeSeen().Count, await world.HoldingsAsync());
    }

    private static async Task<InstalledWorld> StartAsync()
    {
        var world = await InstalledWorld.StartAsync();
        await world.World.LoadAsync(ManyOrders.From(1, Orders));
        world.Killing.TakeSeen();
        return world;
    }
}
