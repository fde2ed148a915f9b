using System.IO.Compression;
using System.Text.Json.Nodes;
using CpqBilling.Cli.Composition;
using CpqBilling.Cli.Demo;
using CpqBilling.Cli.Replay;
using CpqBilling.Engine.Configurations;
using CpqBilling.Engine.Installations;
using CpqBilling.Sandbox.Salesforce.Cpq;
using CpqBilling.Storage.Rows;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Xunit;

namespace CpqBilling.Cli.Tests;

/// <summary>What an earlier version left is opened by today's: it knows what it billed, makes nothing twice, and goes on.</summary>
public sealed class EarlierVersionTests : IDisposable
{
    /// <summary>Some days after the data were made.</summary>
    private static readonly Instant Later = Instant.FromUtc(2026, 12, 10, 12, 0);

    /// <summary>Its order is wrong on purpose.</summary>
    private const string Refused = "Woodgrove Bank";

    private readonly ServiceFolder _folder = new();

    public static TheoryData<string> Versions =>
        [.. Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "EarlierVersions"), "*.zip").Select(file => Path.GetFileName(file))];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task Data_AreGoneOnWith(string version)
    {
        await ZipFile.ExtractToDirectoryAsync(Path.Combine(AppContext.BaseDirectory, "EarlierVersions", version), _folder.FullPath, Cancellation);
        await using var sandboxes = await Sandboxes.StartAsync(multiCurrency: false, Later, Cancellation, _folder.FullPath);
        var installation = await Installation.OpenAsync(new InstallationOptions(_folder.FullPath), Cancellation);
        var org = await DemoInstallation.ConnectAsync(installation, sandboxes, Cancellation);
        var held = await HeldAsync(sandboxes);
        var runs = await RunsAsync(installation);
        using var orders = new DemoOrders(sandboxes.SalesforceConnection);
        var known = await orders.ListAsync(Cancellation);

        foreach (var order in known.Where(order => order.Customer != Refused))
        {
            var (code, said) = await CommandLine.SyncAsync("order", order.Id, "--data", _folder.FullPath);
            Assert.True(code == 0, $"{order.Customer}: {said}");
        }

        Assert.Equal(11, known.Count);
        Assert.Equal(held, await HeldAsync(sandboxes));
        Assert.Equal(1, (await new ConfigurationKeeper(installation.Database).CurrentAsync(org.Id, Cancellation))!.Version);
        Assert.Subset((await RunsAsync(installation)).ToHashSet(), runs.ToHashSet());

        var amended = await AmendAsync(sandboxes, known.Single(order => order.Customer == "Northwind Traders").Id);
        Assert.Equal(0, (await CommandLine.SyncAsync("order", amended, "--data", _folder.FullPath)).Code);
        Assert.Equal(held["subscription_schedules"], (await HeldAsync(sandboxes))["subscription_schedules"]);
    }

    /// <summary>Five seats more from the next month on.</summary>
    private static async Task<string> AmendAsync(Sandboxes sandboxes, string order)
    {
        using var team = await SalesTeam.LoginAsync(sandboxes.SalesforceAddress, cancellation: Cancellation);
        var seats = (await team.SoldAsync()).First(line => line.OrderId == order).ProductId;
        var contract = await team.ContractAsync(order);
        return await team.AmendAsync(contract, new DateOnly(2027, 1, 1), [new NewQuantity(seats, 30)]);
    }

    private static async Task<List<string>> RunsAsync(Installation installation)
    {
        await using var db = installation.Database.CreateDbContext();
        return await db.SyncRuns.Where(run => run.Outcome != RunOutcome.Running).Select(run => run.Id).ToListAsync(Cancellation);
    }

    /// <summary>How many objects of each kind Stripe holds, invoices aside: time makes those.</summary>
    private static async Task<Dictionary<string, int>> HeldAsync(Sandboxes sandboxes)
    {
        var all = await new StripeHoldings(sandboxes.StripeConnection).ReadAsync(Cancellation);
        return all.Where(list => !list.Key.StartsWith("invoice", StringComparison.Ordinal))
            .ToDictionary(list => list.Key, list => ((JsonArray)list.Value!).Count);
    }
}
