using System.Text.Json.Nodes;
using CpqBilling.Cli.Composition;
using CpqBilling.Cli.Replay;
using CpqBilling.Engine.Installations;
using CpqBilling.Engine.Service;
using CpqBilling.Sandbox.Salesforce.Cpq;
using CpqBilling.Web.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using NodaTime;
using Xunit;

namespace CpqBilling.Cli.Tests;

/// <summary>The drill: a copy is made while the service bills, the machine is lost, the copy is restored elsewhere, and nothing is billed twice or lost.</summary>
public sealed class RecoveryDrillTests : IAsyncLifetime
{
    private static readonly WorkRhythm Quick = new(Duration.Zero, Duration.FromMilliseconds(50));
    private readonly ServiceFolder _lost = new();
    private readonly ServiceFolder _elsewhere = new();
    private Sandboxes _sandboxes = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Copy => _elsewhere.File("copy.db");

    public async ValueTask InitializeAsync()
    {
        _sandboxes = await Sandboxes.StartAsync(multiCurrency: false, frozenAt: null, Cancellation);
        await CommandLine.ConnectAsync("salesforce", $"{_sandboxes.SalesforceAddress}", "--data", _lost.FullPath);
        await CommandLine.ConnectAsync("stripe", "--stripe-url", $"{_sandboxes.StripeAddress}", "--data", _lost.FullPath);
        await File.WriteAllTextAsync(_lost.File("settings.json"), """{ "settings": { "syncEnabled": true } }""", Cancellation);
        await CommandLine.ConfigAsync("import", _lost.File("settings.json"), "--based-on", "0", "--data", _lost.FullPath);
    }

    public async ValueTask DisposeAsync()
    {
        await _sandboxes.DisposeAsync();
        _lost.Dispose();
        _elsewhere.Dispose();
    }

    [Fact]
    public async Task LostMachine_GoesOnFromACopy_AndBillsNothingTwice()
    {
        using var team = await SalesTeam.LoginAsync(_sandboxes.SalesforceAddress, cancellation: Cancellation);
        string before;
        string after;
        await using (await ServeAsync(_lost))
        {
            before = await SoldAsync(team, "Coho Winery");
            Assert.Equal(0, (await CommandLine.RunAsync("backup", Copy, "--data", _lost.FullPath)).Code);
            after = await SoldAsync(team, "Litware");
        }

        var held = await HeldAsync();
        Assert.Equal(2, held["subscription_schedules"]);
        File.Copy(_lost.File("master.key"), _elsewhere.File("master.key"));

        var (code, _, findings) = await CommandLine.SaidAsync("restore", Copy, "--verify", "--data", _elsewhere.FullPath);
        Assert.True(code == 0, findings);
        Assert.Equal((1, 1), await RestoredAsync());
        await using (await ServeAsync(_elsewhere))
        {
            await SoldAsync(team, "Proseware");
        }

        // Every contract was compared before the third was billed.
        Assert.Equal((1, 0), await RestoredAsync());
        var (adopted, contracts) = await CommandLine.RunAsync("adopt", "--dry-run", "--json", "--data", _elsewhere.FullPath);
        Assert.Equal(0, adopted);
        Assert.Equal(3, JsonNode.Parse(contracts)!.AsArray().Count(contract => (string)contract!["standing"]! == "adopted"));

        foreach (var order in new[] { before, after })
        {
            Assert.Equal(0, (await CommandLine.SyncAsync("order", order, "--data", _elsewhere.FullPath)).Code);
        }

        // One customer, product, price and schedule more: those of the third order.
        Assert.Equal(held.ToDictionary(list => list.Key, list => list.Value + (Grows(list.Key) ? 1 : 0)), await HeldAsync());
    }

    [Fact]
    public async Task WithoutTheMasterKey_VerifyingSaysSo()
    {
        Assert.Equal(0, (await CommandLine.RunAsync("backup", Copy, "--data", _lost.FullPath)).Code);

        var (code, _, error) = await CommandLine.SaidAsync("restore", Copy, "--verify", "--data", _elsewhere.FullPath);

        Assert.Equal(1, code);
        Assert.Contains("master key", error, StringComparison.Ordinal);
        Assert.DoesNotContain("defect", error, StringComparison.Ordinal);
    }

    /// <summary>The first start with both keys seals everything by the new one; then the old one is not needed any more.</summary>
    [Fact]
    public async Task MasterKey_FollowsAnother()
    {
        var former = (await File.ReadAllTextAsync(_lost.File("master.key"), Cancellation)).Trim();
        var next = Convert.ToBase64String([.. Enumerable.Range(1, 32).Select(number => (byte)number)]);

        await File.WriteAllTextAsync(_lost.File("master.key"), $"{next}\n{former}\n", Cancellation);
        await Installation.OpenAsync(new InstallationOptions(_lost.FullPath), Cancellation);
        await File.WriteAllTextAsync(_lost.File("master.key"), next, Cancellation);

        Assert.Equal(0, (await CommandLine.DoctorAsync("--data", _lost.FullPath)).Code);
    }

    [Fact]
    public async Task WhatCannotBeDone_IsToldInOneSentence()
    {
        await File.WriteAllTextAsync(_elsewhere.File("no.db"), "no database", Cancellation);
        Assert.Equal(0, (await CommandLine.RunAsync("backup", Copy, "--data", _lost.FullPath)).Code);

        await RefusedAsync("is there already; a copy overwrites nothing.", "backup", Copy, "--data", _lost.FullPath);
        await RefusedAsync("There is no database in ", "backup", _elsewhere.File("b.db"), "--data", _elsewhere.FullPath);
        await RefusedAsync("pg_dump", "backup", _elsewhere.File("b.db"), "--database", "Host=db;Database=x", "--data", _lost.FullPath);
        await RefusedAsync("is there already: move it away first", "restore", Copy, "--data", _lost.FullPath);
        await RefusedAsync("is no database of CpqBilling", "restore", _elsewhere.File("no.db"), "--data", _elsewhere.FullPath);
        var installation = await Installation.OpenAsync(new InstallationOptions(_lost.FullPath), Cancellation);
        using var running = ServiceLock.Take(installation.Folder);
        await RefusedAsync("A service runs on ", "restore", Copy, "--data", _lost.FullPath);
    }

    private static async Task RefusedAsync(string sentence, params string[] arguments)
    {
        var (code, output, error) = await CommandLine.SaidAsync(arguments);
        Assert.Equal((1, ""), (code, output));
        Assert.Contains(sentence, error, StringComparison.Ordinal);
    }

    private static bool Grows(string list) => list is "customers" or "products" or "prices" or "subscription_schedules" or "subscriptions";

    /// <summary>How often the database was restored, and how many of its orgs are still marked for it.</summary>
    private async Task<(long Epoch, int Marked)> RestoredAsync()
    {
        var installation = await Installation.OpenAsync(new InstallationOptions(_elsewhere.FullPath), Cancellation);
        await using var db = installation.Database.CreateDbContext();
        return (
            await db.Installations.Select(row => row.LeaseEpoch).SingleAsync(Cancellation),
            await db.PollCursors.CountAsync(row => row.Stream == "restored", Cancellation)
        );
    }

    private async Task<string> SoldAsync(SalesTeam team, string customer)
    {
        var order = await SoldOrders.SellAsync(team, customer);
        await SoldOrders.StripeIdAsync(_sandboxes.SalesforceConnection, order);
        return order;
    }

    private static async Task<BillingServer> ServeAsync(ServiceFolder folder)
    {
        var installation = await Installation.OpenAsync(new InstallationOptions(folder.FullPath), Cancellation);
        var options = new ServerOptions("http://localhost:0", new ConfigurationBuilder().Build());
        return await BillingServer.StartAsync(installation, options, Quick, Cancellation);
    }

    /// <summary>How many objects of each kind Stripe holds, invoices aside: time makes those.</summary>
    private async Task<Dictionary<string, int>> HeldAsync()
    {
        var all = await new StripeHoldings(_sandboxes.StripeConnection).ReadAsync(Cancellation);
        return all.Where(list => !list.Key.StartsWith("invoice", StringComparison.Ordinal))
            .ToDictionary(list => list.Key, list => ((JsonArray)list.Value!).Count);
    }
}
