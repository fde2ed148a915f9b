using System.Diagnostics;
using System.Text.RegularExpressions;
using CpqBilling.Cli.Composition;
using CpqBilling.Engine.Installations;
using CpqBilling.Engine.Service;
using CpqBilling.Engine.Telemetry;
using CpqBilling.Sandbox.Salesforce.Cpq;
using CpqBilling.Web.Hosting;
using Microsoft.Extensions.Configuration;
using NodaTime;
using Xunit;

namespace CpqBilling.Cli.Tests;

/// <summary>What the service tells of itself while it bills: the page of metrics, and spans of its runs.</summary>
/// <remarks>Alone: meters and spans are the process's, so that a service of another test would be counted too.</remarks>
[Collection(nameof(AloneInTheProcess))]
public sealed partial class TelemetryTests : IAsyncLifetime
{
    private static readonly WorkRhythm Quick = new(Duration.Zero, Duration.FromMilliseconds(50));
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(200);
    private readonly ServiceFolder _folder = new();
    private Sandboxes _sandboxes = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _sandboxes = await Sandboxes.StartAsync(multiCurrency: false, frozenAt: null, Cancellation);
        await CommandLine.ConnectAsync("salesforce", $"{_sandboxes.SalesforceAddress}", "--data", _folder.FullPath);
        await CommandLine.ConnectAsync("stripe", "--stripe-url", $"{_sandboxes.StripeAddress}", "--data", _folder.FullPath);
        var settings = _folder.File("settings.json");
        await File.WriteAllTextAsync(settings, """{ "settings": { "syncEnabled": true } }""", Cancellation);
        await CommandLine.ConfigAsync("import", settings, "--based-on", "0", "--data", _folder.FullPath);
    }

    public async ValueTask DisposeAsync()
    {
        await _sandboxes.DisposeAsync();
        _folder.Dispose();
    }

    /// <summary>Dashboard and rules ask for nothing that the service does not give.</summary>
    [Fact]
    public async Task MetricsOfDashboardAndRules_AreThose_ThatTheServiceGives()
    {
        var spans = new List<Activity>();
        using var listener = Listen(spans);
        await using var server = await StartAsync();
        using var http = new HttpClient { BaseAddress = server.Addresses[0] };
        using var team = await SalesTeam.LoginAsync(_sandboxes.SalesforceAddress, cancellation: Cancellation);

        await SoldOrders.StripeIdAsync(_sandboxes.SalesforceConnection, await SoldOrders.SellAsync(team, "Coho Winery"));
        await SellWrongAsync(team);
        var page = await PageAsync(http, until: ["cpqbilling_issues{", "cpqbilling_errors_total{", "cpqbilling_budget_remaining{"]);

        var used = Files("deploy/grafana", "deploy/prometheus")
            .SelectMany(file => Metric().Matches(File.ReadAllText(file)).Select(match => match.Value));
        Assert.Equal([], used.Distinct().Except(Metric().Matches(page).Select(match => match.Value)));
        Assert.Matches("(?m)cpqbilling_runs_total\\{[^}]*outcome=\"synced\"[^}]*\\} 1$", page);
        Assert.Matches("(?m)cpqbilling_issues\\{[^}]*code=\"SYNC-1018\"[^}]*\\} 1$", page);
        Assert.Matches("(?m)cpqbilling_sync_lag_seconds_count\\{[^}]*\\} 1$", page);
        Assert.DoesNotContain("00D", page, StringComparison.Ordinal);
        AssertTraced(spans);
    }

    [Fact]
    public async Task WithoutTheSetting_ThereIsNoPage()
    {
        await using var server = await StartAsync(metrics: null);
        using var http = new HttpClient { BaseAddress = server.Addresses[0] };
        using var answer = await http.GetAsync("/metrics", Cancellation);
        Assert.DoesNotContain("cpqbilling_", await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task WrongSetting_IsOneSentence()
    {
        var refusal = await Assert.ThrowsAsync<InstallationException>(() => StartAsync(metrics: "statsd"));
        Assert.Equal("statsd is no value of the setting metrics: write prometheus or off.", refusal.Message);
    }

    /// <summary>A run is a span; each call to Salesforce and Stripe is one below it.</summary>
    private static void AssertTraced(List<Activity> spans)
    {
        lock (spans)
        {
            var run = spans.First(span => $"{span.GetTagItem("cpqbilling.outcome")}" == "synced");
            var calls = spans.Where(span => span.TraceId == run.TraceId && span.Source.Name == "System.Net.Http").ToList();
            Assert.Contains(calls, call => $"{call.GetTagItem("url.full")}".Contains("/v1/subscription_schedules", StringComparison.Ordinal));
            Assert.Contains(calls, call => $"{call.GetTagItem("url.full")}".Contains("/services/data/", StringComparison.Ordinal));
            Assert.NotNull(run.GetTagItem("salesforce.org_id"));
        }
    }

    private static ActivityListener Listen(List<Activity> spans)
    {
        var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is BillingActivities.SourceName or "System.Net.Http",
            Sample = (ref _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = span =>
            {
                lock (spans)
                {
                    spans.Add(span);
                }
            },
        };
        ActivitySource.AddActivityListener(listener);
        return listener;
    }

    /// <summary>Half a unit cannot be billed.</summary>
    private static async Task SellWrongAsync(SalesTeam team)
    {
        var account = await team.CreateAccountAsync(new NewAccount("Woodgrove Bank"));
        var product = await team.CreateProductAsync(
            new NewProduct("Vault", "VAULT", 10m) { BillingFrequency = "Monthly", SubscriptionTermMonths = 1 }
        );
        var quote = await team.QuoteAsync(new NewQuote(account, SoldOrders.Month, 12, [new NewLine(product, 1.5m)]));
        await team.ActivateAsync(await team.OrderAsync(quote));
    }

    private static async Task<string> PageAsync(HttpClient http, string[] until)
    {
        while (true)
        {
            var page = await http.GetStringAsync("/metrics", Cancellation);
            if (until.All(series => page.Contains(series, StringComparison.Ordinal)))
            {
                return page;
            }

            await Task.Delay(LookEvery, Cancellation);
        }
    }

    private static IEnumerable<string> Files(params string[] folders)
    {
        var root = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(root, "CpqBilling.slnx")))
        {
            root = Path.GetDirectoryName(root)!;
        }

        return folders.SelectMany(folder => Directory.GetFiles(Path.Combine(root, folder)));
    }

    private async Task<BillingServer> StartAsync(string? metrics = "prometheus")
    {
        var installation = await Installation.OpenAsync(new InstallationOptions(_folder.FullPath), Cancellation);
        var settings = new ConfigurationBuilder().AddInMemoryCollection([new("metrics", metrics)]).Build();
        return await BillingServer.StartAsync(installation, new ServerOptions("http://localhost:0", settings), Quick, Cancellation);
    }

    [GeneratedRegex("cpqbilling_[a-z_]*[a-z]")]
    private static partial Regex Metric();
}
