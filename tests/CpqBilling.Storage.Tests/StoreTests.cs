using NodaTime;

namespace CpqBilling.Storage.Tests;

public sealed class StoreTests_Sqlite() : StoreTests(new SqliteFile());

public sealed class StoreTests_Postgres(PostgresServer server) : StoreTests(new PostgresDatabase(server));

public abstract class StoreTests(ITestDatabase source) : DatabaseTests(source)
{
    [Fact]
    public async Task EffectiveInstant_IsTheFirstEverGiven()
    {
        var store = new EffectiveInstantStore(Database);

        Assert.Equal(Now, await store.RememberAsync(Org, "8011", Now, Token));
        Assert.Equal(Now, await store.RememberAsync(Org, "8011", Now + Duration.FromDays(1), Token));
        Assert.Equal(Now, (await store.ReadAsync(Org, ["8011", "8012"], Token)).Single().Value);
    }

    [Fact]
    public async Task EffectiveInstant_GivenByManyAtOnce_IsOne()
    {
        var store = new EffectiveInstantStore(Database);

        var given = await Task.WhenAll(
            Enumerable
                .Range(0, 8)
                .Select(second => Task.Run(() => store.RememberAsync(Org, "8011", Now + Duration.FromSeconds(second), Token), Token))
        );

        Assert.Single(given.Distinct());
    }

    [Fact]
    public async Task PollCursor_MovesPerStream()
    {
        var store = new PollCursorStore(Database);
        Assert.Null(await store.ReadAsync(Org, "Order", Token));

        await store.MoveAsync(Org, "Order", new StreamPosition(Now, "8011", null), Now, Token);
        await store.MoveAsync(Org, "Order", new StreamPosition(Now + Duration.FromMilliseconds(1), "8012", null), Now, Token);
        await store.MoveAsync(Org, "/data/OrderChangeEvent", new StreamPosition(null, null, "AAAB"), Now, Token);

        Assert.Equal(new StreamPosition(Now + Duration.FromMilliseconds(1), "8012", null), await store.ReadAsync(Org, "Order", Token));
        Assert.Equal("AAAB", (await store.ReadAsync(Org, "/data/OrderChangeEvent", Token))!.ReplayId);
    }
}
