using CpqBilling.Storage.Tests;

namespace CpqBilling.Faults.Processes;

/// <summary>Two real processes want the same order at the same moment: it is billed once, and both say that all is well.</summary>
public sealed class TwoProcessesTests(PostgresServer postgres)
{
    private static readonly SoldContract Contract = SoldContract.All[0];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task TwoSyncsAtOnce_BillOnce(bool onServer)
    {
        var expected = await UndisturbedAsync();
        await using var world = await InstalledWorld.StartAsync(onServer ? await postgres.NewDatabaseAsync() : null);
        await world.SellAsync(Contract);

        using var first = world.Sync(Contract.Order);
        using var second = world.Sync(Contract.Order);
        var ended = await Task.WhenAll(first.EndAsync(Cancellation), second.EndAsync(Cancellation));

        Assert.All(ended, end => Assert.True(end.Code == 0, end.Said));
        Assert.Single(ended, end => end.Said.Contains("synced ", StringComparison.Ordinal));
        Differences.Refuse(expected, await world.HoldingsAsync());
    }

    [Fact]
    public async Task ServiceAndSyncAtOnce_BillOnce()
    {
        var expected = await UndisturbedAsync();
        await using var world = await InstalledWorld.StartAsync();
        await world.SellAsync(Contract);

        using var service = world.Serve();
        using var sync = world.Sync(Contract.Order);
        var (code, said) = await sync.EndAsync(Cancellation);
        await world.UntilDoneAsync(orders: 1);

        Assert.True(code == 0, said);
        Differences.Refuse(expected, await world.HoldingsAsync());
    }

    private static async Task<IReadOnlyList<string>> UndisturbedAsync()
    {
        await using var world = await InstalledWorld.StartAsync();
        await world.SellAsync(Contract);
        using var sync = world.Sync(Contract.Order);
        var (code, said) = await sync.EndAsync(Cancellation);
        Assert.True(code == 0, said);
        return await world.HoldingsAsync();
    }
}
