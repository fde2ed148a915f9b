using System.Text.Json;
using System.Text.Json.Nodes;
using CpqBilling.Cli.Composition;
using CpqBilling.Cli.Replay;
using CpqBilling.Salesforce;
using CpqBilling.Sandbox.Salesforce.Cpq;
using Xunit;

namespace CpqBilling.Cli.Tests;

/// <summary>An installation is looked after from the command line: how it stands, what stops, what is tried again, what is missing.</summary>
public sealed class OperatingTests : IAsyncLifetime
{
    private readonly ServiceFolder _folder = new();
    private Sandboxes _sandboxes = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _sandboxes = await Sandboxes.StartAsync(multiCurrency: false, frozenAt: null, Cancellation);
        await CommandLine.ConnectAsync("salesforce", $"{_sandboxes.SalesforceAddress}", "--data", _folder.FullPath);
        await CommandLine.ConnectAsync("stripe", "--stripe-url", $"{_sandboxes.StripeAddress}", "--data", _folder.FullPath);
    }

    public async ValueTask DisposeAsync()
    {
        await _sandboxes.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task StoppedOrder_IsShownEverywhere_AndRetriedWhenItIsCorrected()
    {
        using var team = await SalesTeam.LoginAsync(_sandboxes.SalesforceAddress, cancellation: Cancellation);
        var good = await SoldOrders.SellAsync(team, "Coho Winery");
        var bad = await SellWrongAsync(team);
        Assert.Equal(1, (await RunAsync("sync", "order", good, bad)).Code);

        var (needs, status) = await JsonAsync("status");
        Assert.Equal((1, 1, 1), (needs, Number(status, "orders", "done"), Number(status, "orders", "needs-you")));
        Assert.Equal(1, Number(status, "jobs", "needs-you"));
        var (stopped, issues) = await JsonAsync("issues");
        var code = issues[0].GetProperty("code").GetString()!;
        Assert.Equal((1, 1), (stopped, issues.GetArrayLength()));
        Assert.Equal(bad, issues[0].GetProperty("orders")[0].GetProperty("id").GetString());
        var (_, jobs) = await JsonAsync("jobs");
        Assert.Equal(("needs-you", code), (Text(jobs[0], "standing"), Text(jobs[0], "errorCode")));
        var (_, runs) = await JsonAsync("runs");
        Assert.Equal(["rejected", "succeeded"], runs.EnumerateArray().Select(run => Text(run, "outcome")));
        var (_, run) = await JsonAsync("runs", Text(runs[1], "id")!);
        Assert.Contains(run.GetProperty("steps").EnumerateArray(), step => Text(step, "path") == "/v1/subscription_schedules");
        Assert.Contains(code, (await RunAsync("status", bad)).Output, StringComparison.Ordinal);

        await CorrectAsync(bad);
        var (retried, said) = await RunAsync("retry", "--code", code);

        Assert.Equal(0, retried);
        Assert.StartsWith($"synced    Order {bad} sub_sched_", said, StringComparison.Ordinal);
        Assert.Equal(0, (await RunAsync("status")).Code);
        Assert.Equal((0, "Nothing holds money back."), await RunAsync("issues"));
        Assert.Equal((0, "[]"), await RunAsync("jobs", "--json"));
    }

    [Fact]
    public async Task Backfill_BillsWhatWasSoldBefore_AfterADryRunThatCreatesNothing()
    {
        using var team = await SalesTeam.LoginAsync(_sandboxes.SalesforceAddress, cancellation: Cancellation);
        string[] orders = [await SoldOrders.SellAsync(team, "Coho Winery"), await SoldOrders.SellAsync(team, "Litware")];
        var since = $"{DateTime.UtcNow.AddDays(-1):yyyy-MM-dd}";

        var (dry, contracts) = await JsonAsync("backfill", "--since", since, "--dry-run");
        Assert.Equal((0, 2), (dry, contracts.GetArrayLength()));
        // Three units at 10.00 a month for a year.
        Assert.All(contracts.EnumerateArray(), contract => Assert.Equal(36_000, contract.GetProperty("bills").GetDecimal()));
        Assert.Empty((JsonArray)(await HoldingsAsync())["customers"]!);

        var (code, told) = await JsonAsync("backfill", "--since", since);

        Assert.Equal((0, 2, 0), (code, Number(told, "orders"), Number(told, "refused")));
        Assert.Equal(2, ((JsonArray)(await HoldingsAsync())["subscription_schedules"]!).Count);
        foreach (var order in orders)
        {
            Assert.StartsWith("sub_sched_", await SoldOrders.StripeIdAsync(_sandboxes.SalesforceConnection, order), StringComparison.Ordinal);
        }

        Assert.Equal(0, Number((await JsonAsync("backfill", "--since", since)).Json, "orders"));
        var (reconciled, outcome) = await JsonAsync("reconcile");
        Assert.Equal((0, 2, 2), (reconciled, Number(outcome, "contracts"), Number(outcome, "inOrder")));
    }

    [Fact]
    public async Task ExportedContract_IsPlayedByReplay_AndNamesNobody()
    {
        using var team = await SalesTeam.LoginAsync(_sandboxes.SalesforceAddress, cancellation: Cancellation);
        var order = await SoldOrders.SellAsync(team, "Coho Winery");
        Assert.Equal(0, (await RunAsync("sync", "order", order)).Code);

        var (code, file) = await RunAsync("export", order, "--anonymous");
        await File.WriteAllTextAsync(_folder.File("case.json"), file, Cancellation);
        var (played, told) = await CommandLine.RunAsync("replay", _folder.File("case.json"));

        Assert.Equal(0, code);
        var account = JsonNode.Parse(file)!["salesforce"]!["Account"]![0]!;
        Assert.Equal(("Account#1", "Name of Account#1"), ((string?)account["Id"], (string?)account["Name"]));
        Assert.DoesNotContain(order, file, StringComparison.Ordinal);
        Assert.True(played == 0, told);
        Assert.Contains("subscription_schedule", told, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("retry")]
    [InlineData("retry", "--all", "--code", "SYNC-1001")]
    [InlineData("backfill")]
    [InlineData("backfill", "--since", "yesterday")]
    [InlineData("jobs", "--limit", "0")]
    [InlineData("runs", "--outcome", "perhaps")]
    public async Task WrongUse_IsTold(params string[] arguments) => Assert.Equal(2, (await RunAsync(arguments)).Code);

    [Fact]
    public async Task FolderWithoutInstallation_IsOneSentence()
    {
        var (code, output, error) = await CommandLine.SaidAsync("status", "--data", _folder.File("nothing-here"));

        Assert.Equal((1, ""), (code, output));
        Assert.StartsWith("There is no installation in ", error, StringComparison.Ordinal);
    }

    /// <summary>Half a seat cannot be billed.</summary>
    private static async Task<string> SellWrongAsync(SalesTeam team)
    {
        var account = await team.CreateAccountAsync(new NewAccount("Woodgrove Bank"));
        var product = await team.CreateProductAsync(new NewProduct("Seat", "SEAT", 10m) { BillingFrequency = "Monthly", SubscriptionTermMonths = 1 });
        var order = await team.OrderAsync(await team.QuoteAsync(new NewQuote(account, SoldOrders.Month, 12, [new NewLine(product, 2.5m)])));
        await team.ActivateAsync(order);
        return order;
    }

    private async Task CorrectAsync(string order)
    {
        using var session = new SalesforceSession(SalesforceHttp.CreateClient(), _sandboxes.SalesforceConnection);
        var soql = Uri.EscapeDataString($"SELECT Id FROM OrderItem WHERE OrderId = '{order}'");
        var reply = Assert.IsType<SalesforceReply.Ok>(await session.SendAsync(HttpMethod.Get, $"query?q={soql}", null, Cancellation));
        var line = reply.Body.GetProperty("records")[0].GetProperty("Id").GetString();
        await _sandboxes.LoadAsync(JsonNode.Parse($$"""{ "OrderItem": [{ "Id": "{{line}}", "Quantity": 2 }] }""")!, Cancellation);
    }

    private Task<JsonObject> HoldingsAsync() => new StripeHoldings(_sandboxes.StripeConnection).ReadAsync(Cancellation);

    private Task<(int Code, string Output)> RunAsync(params string[] arguments) => CommandLine.RunAsync([.. arguments, "--data", _folder.FullPath]);

    private async Task<(int Code, JsonElement Json)> JsonAsync(params string[] arguments)
    {
        var (code, output) = await RunAsync([.. arguments, "--json"]);
        return (code, JsonDocument.Parse(output).RootElement);
    }

    private static string? Text(JsonElement json, string name) => json.GetProperty(name).GetString();

    private static int Number(JsonElement json, params string[] path) => path.Aggregate(json, (part, name) => part.GetProperty(name)).GetInt32();
}
