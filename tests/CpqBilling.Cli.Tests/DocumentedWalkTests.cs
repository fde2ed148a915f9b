using System.Net.Http.Json;
using System.Text.RegularExpressions;
using CpqBilling.Cli.Commands;
using CpqBilling.Cli.Composition;
using CpqBilling.Cli.Grammar;
using CpqBilling.Salesforce;
using CpqBilling.Sandbox.Salesforce.Cpq;
using Xunit;

namespace CpqBilling.Cli.Tests;

/// <summary>The commands of the pages are run as their reader would, on an org and an account that are the sandboxes, page after page. Each must end well.</summary>
/// <remarks>README and docs/install.md show <c>demo</c>, which <see cref="DemoTests"/> runs.</remarks>
public sealed partial class DocumentedWalkTests : IAsyncLifetime
{
    private const string App = "our-app";
    private readonly ServiceFolder _folder = new();
    private readonly ServiceFolder _elsewhere = new();
    private readonly Dictionary<string, string> _meant = new(StringComparer.Ordinal);
    private Sandboxes _sandboxes = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _sandboxes = await Sandboxes.StartAsync(multiCurrency: false, frozenAt: null, Cancellation);
        using var team = await SalesTeam.LoginAsync(_sandboxes.SalesforceAddress, cancellation: Cancellation);
        var order = await SoldOrders.SellAsync(team, "Coho Winery");
        using var session = new SalesforceSession(SalesforceHttp.CreateClient(), _sandboxes.SalesforceConnection);
        const string query =
            "SELECT Order.OrderNumber, Order.AccountId, PricebookEntryId, PricebookEntry.Product2Id, PricebookEntry.Pricebook2Id FROM OrderItem";
        var reply = await session.SendAsync(HttpMethod.Get, $"query?q={Uri.EscapeDataString(query)}", null, Cancellation);
        var line = Assert.IsType<SalesforceReply.Ok>(reply).Body.GetProperty("records")[0];
        var (sold, entry) = (line.GetProperty("Order"), line.GetProperty("PricebookEntry"));
        _meant["801…"] = order;
        _meant["00000123"] = sold.GetProperty("OrderNumber").GetString()!;
        _meant["001…"] = sold.GetProperty("AccountId").GetString()!;
        _meant["01t…"] = entry.GetProperty("Product2Id").GetString()!;
        _meant["01u…"] = line.GetProperty("PricebookEntryId").GetString()!;
        _meant["01s…"] = entry.GetProperty("Pricebook2Id").GetString()!;
        _meant["https://YOUR-DOMAIN.my.salesforce.com"] = _meant["--salesforce URL"] = $"{_sandboxes.SalesforceAddress}";
        _meant["--stripe-url URL"] = $"{_sandboxes.StripeAddress}";
        _meant["KEY"] = App;
        _meant["USER"] = "integration@cpqbilling.test";
        _meant["app"] = _folder.File("app");
        _meant["app.key"] = _folder.File("app.key");
    }

    public async ValueTask DisposeAsync()
    {
        await _sandboxes.DisposeAsync();
        _folder.Dispose();
        _elsewhere.Dispose();
    }

    [Fact]
    public async Task PagesFromConnectToRecover_DoWhatTheySay()
    {
        _meant["FILE"] = _folder.File("settings.json");
        await File.WriteAllTextAsync(_meant["FILE"], SettingsOf("docs/go-live.md"), Cancellation);
        Assert.Equal(4, await PlayAsync("docs/connect.md", _folder));
        Assert.Equal(4, await PlayAsync("docs/go-live.md", _folder));
        await File.WriteAllTextAsync(_meant["FILE"], SettingsOf("docs/operations.md"), Cancellation);
        Assert.Equal(11, await PlayAsync("docs/operations.md", _folder));
        Assert.Equal(1, await PlayAsync("docs/correct.md", _folder, "replay"));
        _meant["FILE"] = _elsewhere.File("copy.db");
        Assert.Equal(3, await PlayAsync("docs/recover.md", _folder, "restore", "serve"));
        File.Copy(_folder.File("master.key"), _elsewhere.File("master.key"));
        Assert.Equal(4, await PlayAsync("docs/recover.md", _elsewhere, "backup"));
    }

    /// <summary>The settings that a page shows as a file.</summary>
    private static string SettingsOf(string page) => Settings().Match(DocumentedCommands.Text(page)).Value;

    /// <returns>How many commands were run.</returns>
    /// <param name="but">Commands of the page that are run elsewhere.</param>
    private async Task<int> PlayAsync(string page, ServiceFolder folder, params string[] but)
    {
        var run = 0;
        foreach (var line in DocumentedCommands.OnLines(DocumentedCommands.Text(page)).Where(line => !but.Contains(line.Split(' ')[0])))
        {
            var words = Words(line, folder);
            var (code, said) = words[0] == "serve" ? await ServeAsync(words) : await RunAsync(words);
            Assert.True(code == ExitCodes.Done, $"{page}: {line}\nwas run as {string.Join(' ', words)}\nand ended with {code}: {said}");
            run++;
        }

        return run;
    }

    private async Task<(int Code, string Said)> RunAsync(string[] words)
    {
        var (code, output, error) = await CommandLine.SaidAsync(words);
        if (words is ["connect", "certificate", ..])
        {
            // What the page has the reader do in Salesforce.
            using var http = new HttpClient();
            var certificate = await File.ReadAllTextAsync(_folder.File("app.crt"), Cancellation);
            var clients = new Uri(_sandboxes.SalesforceAddress, "/_sandbox/clients");
            using var response = await http.PostAsJsonAsync(clients, new { id = App, certificate }, Cancellation);
            response.EnsureSuccessStatusCode();
        }

        return (code, output + error);
    }

    /// <summary>Until it says, last of all, which org it bills; then somebody presses Ctrl-C.</summary>
    private static async Task<(int Code, string Said)> ServeAsync(string[] words)
    {
        using var stopped = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var output = new Terminal();
        await using var error = new StringWriter();
        var serving = CommandHost.RunAsync([.. words, "--urls", "http://localhost:0"], output, error, stopped.Token);
        await Task.WhenAny(serving, output.LineAsync(line => line.Contains(" bills through ", StringComparison.Ordinal)));
        await stopped.CancelAsync();
        return (await serving, $"{error}");
    }

    private string[] Words(string line, ServiceFolder folder)
    {
        var words = new List<string>();
        foreach (var word in DocumentedCommands.Words(line))
        {
            words.Add(
                word == "FOLDER" ? folder.FullPath
                : _meant.TryGetValue(words.Count > 0 ? $"{words[^1]} {word}" : word, out var after) ? after
                : _meant.GetValueOrDefault(word, word)
            );
        }

        if (words is ["connect", "stripe"])
        {
            words.AddRange(["--stripe-url", $"{_sandboxes.StripeAddress}"]);
        }

        // Readers stand in the folder of the installation.
        var takesFolder = CommandRoot.Create().Parse(words).CommandResult.Command.Options.Any(option => option.Name == "--data");
        return takesFolder && !words.Contains("--data") ? [.. words, "--data", folder.FullPath] : [.. words];
    }

    [GeneratedRegex(@"^ *\{\n *""settings"".*?\n *\}$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Settings();
}
