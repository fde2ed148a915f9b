namespace CpqBilling.Faults.Processes;

/// <summary>A real process of <c>sync</c> is killed at any moment (SIGKILL); the next one leaves both sides as if nothing had been.</summary>
/// <remarks>Some moments of a few kinds, the same in every run; CPQBILLING_KILLS=n tries n moments of every kind, drawn anew.</remarks>
public sealed class KilledSyncTests
{
    private const int Seed = 20261130;
    private const int AtOnce = 4;
    private static readonly int[] Later = [0, 0, 0, 2, 8, 30];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static int? Wanted => int.TryParse(Environment.GetEnvironmentVariable("CPQBILLING_KILLS"), out var kills) ? kills : null;

    [Fact]
    public async Task KilledAtAnyMoment_TheNextSyncLeavesBothSidesAsUndisturbed()
    {
        var random = Wanted is null ? new Random(Seed) : Random.Shared;
        var wrong = new List<string>();
        using var places = new SemaphoreSlim(AtOnce);
        await Task.WhenAll(
            SoldContract.All.Take(Wanted is null ? 3 : SoldContract.All.Count).Select(contract => TryAsync(contract, random, places, wrong))
        );

        Assert.True(wrong.Count == 0, string.Join(Environment.NewLine, wrong));
    }

    private static async Task TryAsync(SoldContract contract, Random random, SemaphoreSlim places, List<string> wrong)
    {
        var (moments, expected) = await UndisturbedAsync(contract);
        Assert.True(moments.Count >= 12, string.Join(Environment.NewLine, moments));
        var tries = Enumerable
            .Range(0, Wanted ?? 2)
            .Select(async _ =>
            {
                var moment = new Killing.Moment(random.Next(moments.Count), TimeSpan.FromMilliseconds(Later[random.Next(Later.Length)]));
                await places.WaitAsync(Cancellation);
                try
                {
                    if (await DifferenceAsync(contract, moment, expected) is { } difference)
                    {
                        lock (wrong)
                        {
                            wrong.Add($"{contract} {moment} {moments[moment.Call]}: {difference}");
                        }
                    }
                }
                finally
                {
                    places.Release();
                }
            });
        await Task.WhenAll(tries.ToList());
    }

    private static async Task<(IReadOnlyList<string> Moments, IReadOnlyList<string> Holdings)> UndisturbedAsync(SoldContract contract)
    {
        await using var world = await InstalledWorld.StartAsync();
        await world.SellAsync(contract);
        world.Killing.TakeSeen();
        await SyncedAsync(world, contract, "synced");
        return (world.Killing.TakeSeen(), await world.HoldingsAsync());
    }

    private static async Task<string?> DifferenceAsync(SoldContract contract, Killing.Moment moment, IReadOnlyList<string> expected)
    {
        await using var world = await InstalledWorld.StartAsync();
        await world.SellAsync(contract);
        using (var killed = world.Killing.Aim(moment, () => world.Sync(contract.Order)))
        {
            await killed.EndAsync(Cancellation);
        }

        await SyncedAsync(world, contract, "");
        await SyncedAsync(world, contract, "unchanged");
        return Differences.Between(expected, await world.HoldingsAsync());
    }

    private static async Task SyncedAsync(InstalledWorld world, SoldContract contract, string outcome)
    {
        using var sync = world.Sync(contract.Order);
        var (code, said) = await sync.EndAsync(Cancellation);
        Assert.True(code == 0 && said.StartsWith(outcome, StringComparison.Ordinal), $"{contract}: {code} {said}");
    }
}
