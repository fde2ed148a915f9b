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

    [Fact]
    public async Task EventDeliveredTwice_IsHandledOnce()
    {
        var inbox = new WebhookInbox(Database);
        var received = new ReceivedEvent(Org, "evt_1", "invoice.paid", "in_1", Now);

        Assert.True(await inbox.AcceptAsync(received, Token));
        // Its handling broke off: the next delivery tries again.
        Assert.True(await inbox.AcceptAsync(received, Token));
        await inbox.MarkHandledAsync(Org, "evt_1", Now, Token);
        Assert.False(await inbox.AcceptAsync(received, Token));
        Assert.True(await inbox.AcceptAsync(received with { OrgId = "00D2" }, Token));
    }

    [Fact]
    public async Task Configuration_IsChangedFromItsNewestVersionOnly()
    {
        var store = new ConfigurationStore(Database);
        var first = new ConfigurationChange(Org, 0, "{}", null, "ann", Now);
        Assert.Null(await store.CurrentAsync(Org, Token));

        Assert.Equal(1, await store.ChangeAsync(first, Token));
        Assert.Null(await store.ChangeAsync(first, Token));
        Assert.Equal(2, await store.ChangeAsync(first with { BasedOn = 1, Json = """{"a":1}""", ChangedBy = "bob" }, Token));

        var current = await store.CurrentAsync(Org, Token);
        Assert.Equal((2, """{"a":1}""", "bob"), (current!.Version, current.Json, current.ChangedBy));
    }

    [Fact]
    public async Task ConfigurationChangedByTwoAtOnce_TakesOne()
    {
        var store = new ConfigurationStore(Database);
        var change = new ConfigurationChange(Org, 0, "{}", null, "ann", Now);

        var versions = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => store.ChangeAsync(change, Token), Token)));

        Assert.Equal([1], versions.OfType<int>());
    }
}
