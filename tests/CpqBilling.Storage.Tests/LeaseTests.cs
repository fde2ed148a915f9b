using CpqBilling.Storage.Backups;
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
    public async Task RestoredDatabase_TakesEveryLease_AndGivesNoNumberTwice()
    {
        await new InstallationStore(Database).OpenAsync(Now, Token);
        var held = (await Leases.TakeAsync(Key, "one", Token))!;
        var lost = (await Leases.TakeAsync(Key with { Family = "a0Q2" }, "one", Token))!;
        await Database.WriteAsync(db => db.ContractLeases.Where(row => row.Family == "a0Q2").ExecuteDeleteAsync(Token), Token);

        await new RestoredDatabase(Database).MarkAsync(Now, Token);

        Assert.False(await Leases.RenewAsync(held, Token));
        foreach (var before in new[] { held, lost })
        {
            var after = (await Leases.TakeAsync(before.Key, "two", Token))!;
            Assert.True(after.Number > before.Number + 1_000_000_000);
            Assert.False(await Leases.RenewAsync(before, Token));
        }
    }

    /// <summary>The copy last moved a cursor a day before it was restored.</summary>
    [Fact]
    public async Task RestoredDatabase_MarksEveryOrg_UntilItWasCompared()
    {
        await new InstallationStore(Database).OpenAsync(Now, Token);
        var org = new Rows.Org
        {
            Id = Org,
            Name = "Harbour Foods",
            CreatedAt = Now,
        };
        await new OrgStore(Database).SaveOrgAsync(org, Token);
        var known = Now - Duration.FromDays(1);
        await new PollCursorStore(Database).MoveAsync(Org, "Order", new StreamPosition(known, null, null), known, Token);
        var restored = new RestoredDatabase(Database);

        await restored.MarkAsync(Now, Token);

        Assert.Equal(new RestoredOrg(known), await restored.OfAsync(Org, Token));
        Assert.Null(await restored.OfAsync("00D2", Token));
        await restored.ClearAsync(Org, Token);
        Assert.Null(await restored.OfAsync(Org, Token));
    }

    private Task<int> RunOutAsync() =>
        Database.WriteAsync(
            db => db.ContractLeases.ExecuteUpdateAsync(set => set.SetProperty(row => row.UntilAt, Instant.FromUnixTimeMilliseconds(0)), Token),
            Token
        );
}
