using CpqBilling.Storage.Calls;
using CpqBilling.Storage.Outgoing;
using CpqBilling.Storage.Rows;
using CpqBilling.Storage.Rows.Outgoing;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace CpqBilling.Storage.Tests;

public sealed class OutgoingTests_Sqlite() : OutgoingTests(new SqliteFile());

public sealed class OutgoingTests_Postgres(PostgresServer server) : OutgoingTests(new PostgresDatabase(server));

/// <summary>What is told to the outside: alerts once at each end, deliveries until they are taken or given up, calls under a key once.</summary>
public abstract class OutgoingTests(ITestDatabase source) : DatabaseTests(source)
{
    private static readonly AlertScope Stuck = new(Org, [AlertKind.QueueStuck]);
    private static readonly AlertNews Alert = new(Org, AlertKind.QueueStuck, "", "It stands.", "Push it.");

    private DeliveryQueue Queue => new(Database);

    [Fact]
    public async Task Alert_IsToldOnceWhenItBegins_AndOnceWhenItIsOver()
    {
        await AddAsync("d1", "alert.raised alert.ended");
        await AddAsync("d2", "order.synced");
        var book = new AlertBook(Database);

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => book.HoldAsync(Stuck, [Alert], Now, Token)));
        await book.HoldAsync(Stuck, [Alert with { Text = "It still stands." }], Now, Token);
        Assert.Equal("It still stands.", Assert.Single(await book.ListAsync(Org, true, 10, Token)).Text);
        await book.HoldAsync(Stuck, [], Now + Duration.FromMinutes(1), Token);
        await book.HoldAsync(Stuck, [], Now + Duration.FromMinutes(2), Token);

        Assert.Empty(await book.ListAsync(Org, true, 10, Token));
        Assert.Equal(Now + Duration.FromMinutes(1), Assert.Single(await book.ListAsync(Org, false, 10, Token)).EndedAt);
        Assert.Equal(["d1 alert.raised", "d1 alert.ended"], await ToldAsync());
    }

    [Fact]
    public async Task DueDelivery_IsTakenByOne_AndComesBackWhenThatOneIsLost()
    {
        await AddAsync("d1", "alert.raised");
        await new AlertBook(Database).HoldAsync(Stuck, [Alert], Now, Token);

        var takers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Queue.TakeAsync(Now, 10, Token)));

        Assert.Single(takers.SelectMany(taken => taken));
        Assert.Empty(await Queue.TakeAsync(Now + Duration.FromSeconds(119), 10, Token));
        Assert.Single(await Queue.TakeAsync(Now + Duration.FromSeconds(120), 10, Token));
    }

    [Fact]
    public async Task DestinationThatFailsForThreeDays_IsToldNothingMore_AndAnotherHearsOfIt()
    {
        await AddAsync("d1", "alert.raised");
        await new AlertBook(Database).HoldAsync(Stuck, [Alert], Now, Token);
        await AddAsync("d2", "alert.raised");

        var attempts = new List<Duration>();
        for (var now = Now; await NextAsync() is { } next; )
        {
            now = next;
            var (_, delivery) = Assert.Single(await Queue.TakeAsync(now, 10, Token));
            await Queue.EndAsync(delivery, new DeliveryAnswer(false, 500, "broken"), now, Token);
            attempts.Add(now - Now);
        }

        // At once, then after 10 seconds, 1, 5 and 30 minutes, 2, 5, 10, 14, 18 and 24 hours.
        long[] expected = [0, 10, 70, 370, 2170, 9370, 27370, 63370, 113770, 178570, 264970];
        Assert.Equal(expected, attempts.Select(after => (long)after.TotalSeconds));
        Assert.Equal(Now + Duration.FromSeconds(264970), (await DestinationAsync("d1")).DisabledAt);
        var about = Assert.Single(await new AlertBook(Database).ListAsync(Org, true, 10, Token), alert => alert.Kind == AlertKind.DestinationFailing);
        Assert.Equal("d1", about.Subject);
        Assert.Equal(["d1 alert.raised", "d2 alert.raised"], await ToldAsync());
        return;

        async Task<Instant?> NextAsync() => (await DeliveriesAsync()).Single(row => row.DestinationId == "d1").NextAt;
    }

    [Fact]
    public async Task DestinationThatIsGone_IsDisabledAtOnce_AndOneThatTakesIsWell()
    {
        await AddAsync("d1", "alert.raised");
        await AddAsync("d2", "alert.raised");
        await new AlertBook(Database).HoldAsync(Stuck, [Alert], Now, Token);
        foreach (var (destination, delivery) in await Queue.TakeAsync(Now, 10, Token))
        {
            var isTaken = destination.Id == "d2";
            await Queue.EndAsync(delivery, new DeliveryAnswer(isTaken, isTaken ? 204 : 410, "", IsForGood: !isTaken), Now, Token);
        }

        Assert.Equal((Now, null), ((await DestinationAsync("d1")).DisabledAt, (await DestinationAsync("d2")).DisabledAt));
        var taken = (await DeliveriesAsync()).First(row => row is { DestinationId: "d2", DeliveredAt: not null });
        Assert.Equal((204, 1, null), (taken.LastStatus, taken.Attempts, taken.NextAt));
    }

    [Fact]
    public async Task CallUnderAKey_IsMadeOnce_ForADay()
    {
        var calls = new IdempotentCalls(Database);

        Assert.Null(await calls.BeginAsync(Call(Now), Token));
        Assert.Null((await calls.BeginAsync(Call(Now), Token))!.Status);
        var done = Call(Now);
        (done.Status, done.Answer) = (201, [7]);
        await calls.EndAsync(done, Token);

        Assert.Equal(201, (await calls.BeginAsync(Call(Now + Duration.FromHours(23)), Token))!.Status);
        Assert.Null(await calls.BeginAsync(Call(Now + Duration.FromHours(24)), Token));
        await calls.ForgetAsync(done, Token);
        Assert.Null(await calls.BeginAsync(Call(Now + Duration.FromHours(25)), Token));
    }

    private static IdempotentCall Call(Instant at) =>
        new()
        {
            Caller = "key",
            Key = "mine",
            Request = [1],
            BegunAt = at,
        };

    private async Task AddAsync(string id, string events) =>
        await Database.WriteAsync(
            db =>
            {
                db.Destinations.Add(
                    new Destination
                    {
                        Id = id,
                        OrgId = Org,
                        Kind = DestinationKind.Webhook,
                        Name = id,
                        Shown = "https://example.com",
                        Secret = [],
                        Events = events,
                        CreatedAt = Now,
                    }
                );
                return db.SaveChangesAsync(Token);
            },
            Token
        );

    private async Task<Destination> DestinationAsync(string id)
    {
        await using var db = Database.CreateDbContext();
        return await db.Destinations.SingleAsync(row => row.Id == id, Token);
    }

    private async Task<List<Delivery>> DeliveriesAsync()
    {
        await using var db = Database.CreateDbContext();
        return await db.Deliveries.AsNoTracking().OrderBy(row => row.CreatedAt).ToListAsync(Token);
    }

    private async Task<IEnumerable<string>> ToldAsync() => (await DeliveriesAsync()).Select(row => $"{row.DestinationId} {row.Event}");
}
