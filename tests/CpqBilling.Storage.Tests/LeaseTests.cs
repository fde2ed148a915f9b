using CpqBilling.Storage.Leases;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace CpqBilling.Storage.Tests;

public sealed class LeaseTests_Sqlite() : LeaseTests(new SqliteFile());

public sealed class LeaseTests_Postgres(PostgresServer server) : LeaseTests(new PostgresDatabase(server));

/// <summary>Whose turn a contract is: one holder at a time, by the database's clock, and nobody who lost it writes.</summary>
public abstract class LeaseTests(ITestDatabase source) : DatabaseTests(source)
{
    private static readonly FamilyKey Key = new(Org, "a0Q1");

    private ContractLeases Leases => new(Database);

    [Fact]
    public async Task HeldLease_IsNobodyElses_UntilItIsGivenBack()
    {
        var first = await Leases.TakeAsync(Key, "one", Token);

        Assert.Null(await Leases.TakeAsync(Key, "two", Token));
        Assert.NotNull(await Leases.TakeAsync(Key with { OrgId = "00D2" }, "two", Token));
        await Leases.ReleaseAsync(first!, Token);
        var second = await Leases.TakeAsync(Key, "two", Token);

        Assert.True(second!.Number > first!.Number);
    }

    [Fact]
    public async Task ManyTakers_OneHasIt()
    {
        var taken = await Task.WhenAll(Enumerable.Range(0, 8).Select(taker => Task.Run(() => Leases.TakeAsync(Key, $"{taker}", Token), Token)));

        Assert.Single(taken, lease => lease is not null);
    }

    [Fact]
    public async Task FrozenHolder_CannotRenewWrite_OrGiveBackWhatIsSomebodyElses()
    {
        var frozen = (await Leases.TakeAsync(Key, "one", Token))!;
        await RunOutAsync();
        var successor = (await Leases.TakeAsync(Key, "two", Token))!;

        Assert.False(await Leases.RenewAsync(frozen, Token));
        await Assert.ThrowsAsync<LeaseLostException>(() => Leases.WriteAsync(frozen, (_, _) => Task.FromResult(1), Token));
        await Leases.ReleaseAsync(frozen, Token);

        Assert.Null(await Leases.TakeAsync(Key, "three", Token));
        Assert.True(await Leases.RenewAsync(successor, Token));
    }

    [Fact]
    public async Task HolderWhoseTimeRanOut_GoesOn_AsLongAsNobodyTookOver()
    {
        var lease = (await Leases.TakeAsync(Key, "one", Token))!;
        await RunOutAsync();

        Assert.Equal(1, await Leases.WriteAsync(lease, (_, _) => Task.FromResult(1), Token));
        Assert.Null(await Leases.TakeAsync(Key, "two", Token));
    }

    [Fact]
    public async Task Takeover_WaitsForATransactionOfTheHolder_AndComesBehindIt()
    {
        var lease = (await Leases.TakeAsync(Key, "one", Token))!;
        await RunOutAsync();
        var entered = new TaskCompletionSource();
        var leave = new TaskCompletionSource();
        var writing = Leases.WriteAsync(
            lease,
            async (_, _) =>
            {
                entered.SetResult();
                await leave.Task;
                return true;
            },
            Token
        );
        await entered.Task;

        var takeover = Leases.TakeAsync(Key, "two", Token);
        Assert.False(takeover.IsCompleted);
        leave.SetResult();
        await writing;

        // The holder proved itself and renewed; whoever waited finds it held.
        Assert.Null(await takeover);
    }

    [Fact]
    public async Task RestoredDatabase_GivesNoNumberTwice()
    {
        await new InstallationStore(Database).OpenAsync(Now, Token);
        var before = (await Leases.TakeAsync(Key, "one", Token))!;
        await Leases.ReleaseAsync(before, Token);
        await Database.WriteAsync(db => db.ContractLeases.ExecuteDeleteAsync(Token), Token);
        await Database.WriteAsync(db => db.Installations.ExecuteUpdateAsync(set => set.SetProperty(row => row.LeaseEpoch, 1), Token), Token);

        var after = (await Leases.TakeAsync(Key, "two", Token))!;

        Assert.True(after.Number > before.Number + 1_000_000_000);
        Assert.False(await Leases.RenewAsync(before, Token));
    }

    private Task<int> RunOutAsync() =>
        Database.WriteAsync(
            db => db.ContractLeases.ExecuteUpdateAsync(set => set.SetProperty(row => row.UntilAt, Instant.FromUnixTimeMilliseconds(0)), Token),
            Token
        );
}
