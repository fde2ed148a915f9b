using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using CpqBilling.Cli.Commands;
using CpqBilling.Cli.Composition;
using CpqBilling.Stripe;
using Xunit;

namespace CpqBilling.Cli.Tests;

/// <summary>Records of a running org are brought to Stripe by command, and the configuration is kept by command.</summary>
public sealed class SyncTests : IAsyncLifetime
{
    private const string Records = """
        {
          "Account": [{ "Id": "Account#1", "Name": "Lucerne Publishing", "BillingCity": "Lucerne" }],
          "Product2": [{ "Id": "Product2#1", "Name": "Atlas", "IsActive": true }, { "Id": "Product2#2", "Name": "Globe", "IsActive": true }],
          "Pricebook2": [{ "Id": "Pricebook2#1", "Name": "Standard", "IsStandard": true }, { "Id": "Pricebook2#2", "Name": "Schools" }],
          "PricebookEntry": [
            { "Id": "PricebookEntry#1", "Pricebook2Id": "Pricebook2#1", "Product2Id": "Product2#1", "UnitPrice": 100.0, "IsActive": true },
            { "Id": "PricebookEntry#2", "Pricebook2Id": "Pricebook2#2", "Product2Id": "Product2#1", "UnitPrice": 80.0, "IsActive": true },
            { "Id": "PricebookEntry#3", "Pricebook2Id": "Pricebook2#1", "Product2Id": "Product2#2", "UnitPrice": -5.0, "IsActive": true }
          ]
        }
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("sync-").FullName;
    private Sandboxes _sandboxes = null!;
    private IReadOnlyDictionary<string, string> _ids = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _sandboxes = await Sandboxes.StartAsync(multiCurrency: false, frozenAt: null, Cancellation);
        _ids = await _sandboxes.LoadAsync(JsonNode.Parse(Records)!, Cancellation);
    }

    [Fact]
    public async Task Account_BecomesACustomer_AndIsLeftAloneTheSecondTime()
    {
        var (code, first) = await SyncAsync("account", _ids["Account#1"]);
        var (again, second) = await SyncAsync("account", _ids["Account#1"]);

        Assert.Equal((0, 0), (code, again));
        Assert.StartsWith($"synced    Account {_ids["Account#1"]} cus_", first);
        Assert.StartsWith($"unchanged Account {_ids["Account#1"]} cus_", second);
    }

    [Fact]
    public async Task AllProducts_OneLineEach_AndExitCodeOneWhenAPriceIsWrong()
    {
        var (code, output) = await SyncAsync("products", "--json");

        Assert.Equal(1, code);
        var reports = output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal(
            ["Product2 synced", "Product2 synced", "PricebookEntry synced", "PricebookEntry synced", "PricebookEntry rejected"],
            reports.Select(report => $"{report.GetProperty("type")} {report.GetProperty("outcome")}")
        );
        Assert.Equal("SYNC-1020", Assert.Single(reports[^1].GetProperty("errors").EnumerateArray()).GetProperty("code").GetString());
    }

    [Fact]
    public async Task PriceBook_SyncsItsEntriesOnly()
    {
        var (code, output) = await SyncAsync("price-book", _ids["Pricebook2#2"]);

        Assert.Equal(0, code);
        Assert.StartsWith($"synced    PricebookEntry {_ids["PricebookEntry#2"]} price_", Assert.Single(output.Trim().Split('\n')));
    }

    [Theory]
    [InlineData("account", "01t000000000001AAA")]
    [InlineData("product", "nonsense")]
    public async Task IdOfAnotherObject_IsRefused(string command, string id) => Assert.Equal((1, ""), await SyncAsync(command, id));

    [Fact]
    public async Task Configuration_IsChecked_Kept_GivenOut_AndUsed()
    {
        var wrong = await FileAsync("""{ "fieldMappings": { "customer": { "metadata.town": "BillingTown", "adress.city": "BillingCity" } } }""");
        var right = await FileAsync("""{ "settings": { "coupons": false }, "fieldMappings": { "customer": { "metadata.town": "BillingCity" } } }""");
        string[] org = ["--salesforce", $"{_sandboxes.SalesforceAddress}"];
        string[] data = ["--data", _folder];

        Assert.Equal((0, "The configuration can be used."), await ConfigAsync(["check", right, .. org]));
        var (refused, errors) = await ConfigAsync(["check", wrong, .. org]);
        Assert.Equal(1, refused);
        Assert.Equal(
            ["SYNC-3003 customer.adress.city", "SYNC-5002 customer.metadata.town"],
            errors.Split('\n').Select(line => line[..line.IndexOf(':', StringComparison.Ordinal)])
        );
        Assert.Equal(1, (await ConfigAsync(["import", wrong, .. org, .. data])).Code);
        Assert.StartsWith("Version 1 is in force.", (await ConfigAsync(["import", right, .. org, .. data])).Output);

        await SyncAsync("account", _ids["Account#1"]);
        var gateway = new StripeGateway(_sandboxes.StripeConnection);
        var customers = Assert.IsType<StripeAnswered>(await gateway.GetAsync("/v1/customers", null, Cancellation)).Body.GetProperty("data");
        Assert.Equal("Lucerne", Assert.Single(customers.EnumerateArray()).GetProperty("metadata").GetProperty("town").GetString());

        var exported = await FileAsync((await ConfigAsync(["export", .. data])).Output.Replace("false", "true", StringComparison.Ordinal));
        Assert.Contains("settings.coupons: false -> true", (await ConfigAsync(["import", exported, .. org, .. data, "--by", "anna"])).Output);
        Assert.Equal(1, (await ConfigAsync(["import", exported, .. org, .. data, "--based-on", "1"])).Code);
        var (_, shown) = await ConfigAsync(["show", .. data]);
        Assert.Contains("version 2, changed by anna", shown);
        Assert.Contains("settings.coupons = true", shown);
    }

    [Fact]
    public async Task FolderWithoutConfiguration_IsOneSentence() => Assert.Equal((1, ""), await ConfigAsync(["show", "--data", _folder]));

    public async ValueTask DisposeAsync()
    {
        await _sandboxes.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    private Task<(int Code, string Output)> SyncAsync(params string[] arguments) =>
        InvokeAsync(
            SyncCommand.Create(),
            [
                .. arguments,
                "--salesforce",
                $"{_sandboxes.SalesforceAddress}",
                "--stripe-url",
                $"{_sandboxes.StripeAddress}",
                "--data",
                Path.Combine(_folder, "."),
            ]
        );

    private static Task<(int Code, string Output)> ConfigAsync(string[] arguments) => InvokeAsync(ConfigCommand.Create(), arguments);

    private static async Task<(int Code, string Output)> InvokeAsync(Command command, string[] arguments)
    {
        await using var output = new StringWriter();
        var code = await command.Parse(arguments).InvokeAsync(new InvocationConfiguration { Output = output }, Cancellation);
        return (code, output.ToString().Trim());
    }

    private async Task<string> FileAsync(string json)
    {
        var path = Path.Combine(_folder, $"{Guid.NewGuid():N}.json");
        await File.WriteAllTextAsync(path, json, Cancellation);
        return path;
    }
}
