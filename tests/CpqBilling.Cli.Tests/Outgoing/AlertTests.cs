using System.Collections.Immutable;
using CpqBilling.Cli.Tests.Access;
using CpqBilling.Engine.Outgoing;
using CpqBilling.Storage;
using CpqBilling.Storage.Jobs;
using CpqBilling.Storage.Leases;
using CpqBilling.Storage.Outgoing;
using CpqBilling.Storage.Rows;
using CpqBilling.Storage.Rows.Outgoing;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Xunit;

namespace CpqBilling.Cli.Tests.Outgoing;

/// <summary>What the service itself finds to be the matter, and that it is over.</summary>
public sealed class AlertTests
{
    private const string Org = "00D000000000001AAA";
    private static readonly FamilyKey Family = new(Org, "0Q0000000000001AAA");
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task WhatWaits_AndAnOrgThatDoesNotAnswer_AreAlertsUntilTheyAreOver()
    {
        await using var service = await AccessServer.StartAsync();
        await service.ConnectAsync(Org, "acct_own", "secret", "sk_test_own");
        var database = service.Installation.Database;
        await AddWaitingAsync(database);
        // Somebody else is at it, so that the service does not work it off.
        await new ContractLeases(database).TakeAsync(Family, "another", Cancellation);
        var watch = new AlertWatch(service.Installation);

        await watch.LookAsync(AccessServer.Now, Cancellation);
        Assert.Equal(
            ["IssueOpen SYNC-1001: 2 orders wait for somebody: ", "MoneyHeld usd: Issues hold back 150.5 USD, which is more than 150."],
            (await OpenAsync(database)).Select(alert => Told(alert))
        );

        await service.Installation.Connections.SetSyncEnabledAsync(Org, true, Cancellation);
        await watch.LookAsync(AccessServer.Now, Cancellation);
        Assert.Contains(await OpenAsync(database), alert => Told(alert) == "QueueStuck : A contract has been due for more than 30 minutes.");

        var change = new ConfigurationChange(Org, 0, """{ "settings": { "syncEnabled": true } }""", null, "test", AccessServer.Now);
        Assert.Equal(1, await new ConfigurationStore(database).ChangeAsync(change, Cancellation));
        await UntilAsync(async () => (await OpenAsync(database)).Any(alert => alert is { Kind: AlertKind.ConnectionDown, Subject: "salesforce" }));

        await database.WriteAsync(db => db.ListedOrders.ExecuteDeleteAsync(Cancellation), Cancellation);
        await watch.LookAsync(AccessServer.Now, Cancellation);
        Assert.DoesNotContain(await OpenAsync(database), alert => alert.Kind is AlertKind.IssueOpen or AlertKind.MoneyHeld);
        Assert.Contains(await new AlertBook(database).ListAsync(Org, false, 10, Cancellation), alert => alert.Kind == AlertKind.MoneyHeld);
    }

    /// <summary>The sentence of an issue as far as the list of errors does not say it.</summary>
    private static string Told(Alert alert) =>
        $"{alert.Kind} {alert.Subject}: {(alert.Kind == AlertKind.IssueOpen ? alert.Text[..(alert.Text.IndexOf(": ", StringComparison.Ordinal) + 2)] : alert.Text)}";

    /// <summary>Two orders that wait for somebody, and a contract that has been due for an hour.</summary>
    private static async Task AddWaitingAsync(BillingDatabase database)
    {
        await database.WriteAsync(
            db =>
            {
                db.ListedOrders.AddRange(Stopped("801000000000001AAA", 10_000), Stopped("801000000000002AAA", 5_050));
                db.AlertLimits.Add(new AlertLimits { OrgId = Org, HeldMoney = 150 });
                return db.SaveChangesAsync(Cancellation);
            },
            Cancellation
        );
        var request = new JobRequest(Family, ["801000000000003AAA"], "poll", JobPriority.Live, AccessServer.Now - Duration.FromHours(1));
        await new JobQueue(database).EnqueueAsync(request, Cancellation);
    }

    private static ListedOrder Stopped(string id, long sold) =>
        new()
        {
            OrgId = Org,
            OrderId = id,
            ContractKey = id,
            Number = id,
            State = OrderState.NeedsYou,
            ErrorCode = "SYNC-1001",
            Currency = "usd",
            Sold = sold,
            ChangedAt = AccessServer.Now,
        };

    private static async Task<ImmutableArray<Alert>> OpenAsync(BillingDatabase database) =>
        [.. (await new AlertBook(database).ListAsync(Org, true, 10, Cancellation)).OrderBy(alert => alert.Kind)];

    private static async Task UntilAsync(Func<Task<bool>> isSoAsync)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        patience.CancelAfter(Patience);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (!await isSoAsync())
        {
            await timer.WaitForNextTickAsync(patience.Token);
        }
    }
}
