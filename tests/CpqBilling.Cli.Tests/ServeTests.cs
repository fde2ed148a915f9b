using System.Net;
using CpqBilling.Cli.Composition;
using CpqBilling.Engine.Installations;
using CpqBilling.Engine.Service;
using CpqBilling.Salesforce;
using CpqBilling.Sandbox.Salesforce.Cpq;
using CpqBilling.Web.Hosting;
using Microsoft.Extensions.Configuration;
using NodaTime;
using Xunit;

namespace CpqBilling.Cli.Tests;

/// <summary>The service on an org that was connected by command: orders activated in Salesforce are billed by themselves.</summary>
public sealed class ServeTests : IAsyncLifetime
{
    private static readonly WorkRhythm Quick = new(Duration.Zero, Duration.FromMilliseconds(50));
    private readonly ServiceFolder _folder = new();
    private Sandboxes _sandboxes = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _sandboxes = await Sandboxes.StartAsync(multiCurrency: false, frozenAt: null, Cancellation);
        await CommandLine.ConnectAsync("salesforce", $"{_sandboxes.SalesforceAddress}", "--data", _folder.FullPath);
        await CommandLine.ConnectAsync("stripe", "--stripe-url", $"{_sandboxes.StripeAddress}", "--data", _folder.FullPath);
    }

    [Fact]
    public async Task ActivatedOrder_IsBilledByItself()
    {
        await using var server = await StartAsync("http://localhost:0");
        using var team = await SalesTeam.LoginAsync(_sandboxes.SalesforceAddress, cancellation: Cancellation);

        var order = await SellAsync(team);

        Assert.StartsWith("sub_sched_", await StripeIdAsync(order), StringComparison.Ordinal);
    }

    [Fact]
    public async Task LiveAndReady_OnLoopbackByName()
    {
        await using var server = await StartAsync("http://localhost:0");
        using var http = new HttpClient { BaseAddress = Assert.Single(server.Addresses) };

        Assert.Equal("localhost", http.BaseAddress.Host);
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/livez", Cancellation)).StatusCode);
        Assert.Equal("""{"status":"ready","checks":{"database":"ready","keys":"ready"}}""", await http.GetStringAsync("/readyz", Cancellation));
    }

    [Theory]
    [InlineData("http://0.0.0.0:0", "would be open to others without TLS")]
    [InlineData("http://*:0", "would be open to others without TLS")]
    [InlineData("localhost", "is no address for --urls")]
    public async Task UnsafeAddress_IsOneSentence(string urls, string expected)
    {
        var refusal = await Assert.ThrowsAsync<InstallationException>(() => StartAsync(urls));
        Assert.Contains(expected, refusal.Message, StringComparison.Ordinal);
    }

    public async ValueTask DisposeAsync()
    {
        await _sandboxes.DisposeAsync();
        _folder.Dispose();
    }

    private async Task<BillingServer> StartAsync(string urls)
    {
        var installation = await Installation.OpenAsync(new InstallationOptions(_folder.FullPath), Cancellation);
        return await BillingServer.StartAsync(installation, new ServerOptions(urls, new ConfigurationBuilder().Build()), Quick, Cancellation);
    }

    private static async Task<string> SellAsync(SalesTeam team)
    {
        var account = await team.CreateAccountAsync(new NewAccount("Coho Winery"));
        var product = await team.CreateProductAsync(
            new NewProduct("Cellar", "CELLAR", 10m) { BillingFrequency = "Monthly", SubscriptionTermMonths = 1 }
        );
        var today = DateOnly.FromDateTime(DateTime.UtcNow);
        var quote = await team.QuoteAsync(new NewQuote(account, new DateOnly(today.Year, today.Month, 1), 12, [new NewLine(product, 3)]));
        var order = await team.OrderAsync(quote);
        await team.ActivateAsync(order);
        return order;
    }

    /// <summary>Asks the org until the order names what bills it.</summary>
    private async Task<string> StripeIdAsync(string order)
    {
        using var session = new SalesforceSession(SalesforceHttp.CreateClient(), _sandboxes.SalesforceConnection);
        while (true)
        {
            Cancellation.ThrowIfCancellationRequested();
            var reply = await session.SendAsync(HttpMethod.Get, $"sobjects/Order/{order}?fields=Stripe_ID__c", null, Cancellation);
            if (Assert.IsType<SalesforceReply.Ok>(reply).Body.GetProperty("Stripe_ID__c").GetString() is { } id)
            {
                return id;
            }

            await Task.Delay(Quick.Pause.ToTimeSpan(), Cancellation);
        }
    }
}
