using CpqBilling.Engine.Sync;
using CpqBilling.Storage.Rows.Outgoing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace CpqBilling.Engine.Tests.Outgoing;

/// <summary>Destinations hear of an order when it is billed, and once when something stops it.</summary>
public sealed class OrderNewsTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Order_IsToldWhenItIsStopped_AndWhenItIsBilled_OnceEach()
    {
        await using var billing = await TestBilling.StartAsync("2026-01-01T00:00:00Z");
        await AddDestinationAsync(billing);
        var records = Contracts.Annual();
        records["Order"]![0]!["Status"] = "Draft";
        await billing.LoadAsync(records);

        Assert.Equal(SyncOutcome.Rejected, (await billing.SyncAsync("Order#1")).Outcome);
        Assert.Equal(SyncOutcome.Rejected, (await billing.SyncAsync("Order#1")).Outcome);
        await billing.ChangeAsync("Order", "Order#1", new { Status = "Activated" });
        Assert.Equal(SyncOutcome.Synced, (await billing.SyncAsync("Order#1")).Outcome);
        await billing.SyncAsync("Order#1");

        await using var db = billing.Org.Database.CreateDbContext();
        var told = await db.Deliveries.OrderBy(row => row.CreatedAt).ThenBy(row => row.Event).ToListAsync(Cancellation);
        Assert.Equal(["order.refused", "order.synced"], told.Select(row => row.Event));
        Assert.Contains("\"code\":\"SYNC-", told[0].BodyJson, StringComparison.Ordinal);
        Assert.Contains(billing.Ids["Order#1"], told[1].BodyJson, StringComparison.Ordinal);
    }

    private static async Task AddDestinationAsync(TestBilling billing) =>
        await billing.Org.Database.WriteAsync(
            db =>
            {
                db.Destinations.Add(
                    new Destination
                    {
                        Id = "d1",
                        OrgId = billing.Org.Facts.OrgId,
                        Kind = DestinationKind.Webhook,
                        Name = "d1",
                        Shown = "https://example.com",
                        Secret = [],
                        Events = "order.synced order.refused",
                        CreatedAt = billing.Org.Now,
                    }
                );
                return db.SaveChangesAsync(Cancellation);
            },
            Cancellation
        );
}
