using System.Net;
using System.Security.Cryptography;
using System.Text;
using CpqBilling.Core.Planning;
using CpqBilling.Core.Requests;
using CpqBilling.Engine.StripeEvents;
using CpqBilling.Engine.Tests;
using CpqBilling.Stripe;
using CpqBilling.Web.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace CpqBilling.Web.Tests;

/// <summary>Stripe tells of a pending proration, and it becomes an invoice, however often and in what order it is told.</summary>
public sealed class StripeWebhookTests
{
    private const string Path = "/webhooks/stripe/org/account";
    private const string Secret = "whsec_1";

    [Fact]
    public async Task DeliveredTwice_IsInvoicedOnce()
    {
        await using var billing = await TestBilling.StartAsync("2026-01-01T00:00:00Z");
        await using var server = await ListenAsync(billing);
        await billing.ControlStripeAsync("webhooks", new { copies = 2 });

        await AmendAsync(billing);

        var invoice = Assert.Single(await ProrationInvoicesAsync(billing));
        Assert.Equal(12000, invoice.GetProperty("total").GetInt32());
        Assert.NotEqual("draft", invoice.GetProperty("status").GetString());
    }

    [Fact]
    public async Task WrongSignature_IsRefusedAndDoesNothing()
    {
        await using var billing = await TestBilling.StartAsync("2026-01-01T00:00:00Z");
        await using var server = await ListenAsync(billing, "whsec_of_somebody_else");

        await AmendAsync(billing);

        Assert.Empty(await ProrationInvoicesAsync(billing));
        using var http = new HttpClient();
        using var unsigned = await http.PostAsync(new Uri(AddressOf(server), Path), new StringContent("{}"), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.BadRequest, unsigned.StatusCode);
    }

    [Fact]
    public async Task AccountThatIsNotConnected_IsNotFound()
    {
        await using var billing = await TestBilling.StartAsync("2026-01-01T00:00:00Z");
        await using var server = await ListenAsync(billing);
        using var http = new HttpClient();
        using var lost = await http.PostAsync(
            new Uri(AddressOf(server), "/webhooks/stripe/org/another"),
            new StringContent("{}"),
            TestContext.Current.CancellationToken
        );
        Assert.Equal(HttpStatusCode.NotFound, lost.StatusCode);
    }

    /// <summary>Stripe's events are small; what is larger is not read into memory.</summary>
    [Fact]
    public async Task LargeBody_IsRefused()
    {
        await using var server = await AnswerAsync(_ => true);
        using var http = new HttpClient();
        using var refused = await http.PostAsync(
            new Uri(AddressOf(server), Path),
            new StringContent(new string(' ', 1_000_001)),
            TestContext.Current.CancellationToken
        );
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, refused.StatusCode);
    }

    /// <summary>What could not be done is told again by Stripe, as long as nobody says that it was.</summary>
    [Theory]
    [InlineData(true, HttpStatusCode.OK)]
    [InlineData(false, HttpStatusCode.ServiceUnavailable)]
    public async Task Failure_IsAskedForAgain(bool isHandled, HttpStatusCode status)
    {
        const string Event = """{"id":"evt_1","object":"event"}""";
        await using var server = await AnswerAsync(_ => isHandled);
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(AddressOf(server), Path)) { Content = new StringContent(Event) };
        request.Headers.Add("Stripe-Signature", Signature(Event));
        using var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(status, answer.StatusCode);
    }

    private static async Task<WebApplication> AnswerAsync(Predicate<System.Text.Json.JsonElement> handles)
    {
        var target = new WebhookTarget([Secret], (notice, _) => Task.FromResult(handles(notice)));
        var application = NewServer();
        application.MapStripeWebhook((_, _, _) => Task.FromResult<WebhookTarget?>(target));
        await application.StartAsync(TestContext.Current.CancellationToken);
        return application;
    }

    private static string Signature(string body)
    {
        var at = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        var hash = HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.UTF8.GetBytes($"{at}.{body}"));
        return $"t={at},v1={Convert.ToHexStringLower(hash)}";
    }

    private static WebApplication NewServer()
    {
        var builder = WebApplication.CreateBuilder();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Logging.ClearProviders();
        return builder.Build();
    }

    private static async Task AmendAsync(TestBilling billing)
    {
        await billing.LoadAsync(Contracts.Annual());
        await billing.SyncAsync("Order#1");
        await billing.LoadAsync(Contracts.Amendment());
        await billing.SyncAsync("Order#2");
        await billing.MoveToAsync("2026-07-01T00:00:00Z");
        await billing.ControlStripeAsync("webhooks/settle", new { milliseconds = 10_000 });
    }

    private static async Task<WebApplication> ListenAsync(TestBilling billing, string? wrong = null)
    {
        var application = NewServer();
        var target = new WebhookTarget([], new StripeEventWork(billing.Org).HandleAsync);
        application.MapStripeWebhook((org, account, _) => Task.FromResult(org == "org" && account == "account" ? target : null));
        await application.StartAsync(TestContext.Current.CancellationToken);
        var url = new Uri(AddressOf(application), Path).ToString();
        var body = new StripeMap().Set("url", url).Set("enabled_events", StripeList.Of([new StripeText("invoiceitem.created")]));
        var made = Assert.IsType<StripeAnswered>(
            await billing.Org.Stripe.SendAsync(StripeMethod.Post, "/v1/webhook_endpoints", body, "listen", TestContext.Current.CancellationToken)
        );
        target = target with { Secrets = ["whsec_of_an_earlier_endpoint", wrong ?? made.Body.GetProperty("secret").GetString()!] };
        return application;
    }

    private static Uri AddressOf(WebApplication server) =>
        new(server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    private static async Task<IEnumerable<System.Text.Json.JsonElement>> ProrationInvoicesAsync(TestBilling billing) =>
        (await billing.ListAsync("/v1/invoices")).Where(invoice =>
            invoice.GetProperty("metadata").TryGetProperty("salesforce_proration_invoice", out _)
        );
}
