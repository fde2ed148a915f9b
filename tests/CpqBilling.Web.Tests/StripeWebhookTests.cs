using System.Net;
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
        var builder = WebApplication.CreateBuilder();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Logging.ClearProviders();
        var application = builder.Build();
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
