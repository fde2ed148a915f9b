using System.Text.Json;
using CpqBilling.Core.Planning;
using CpqBilling.Core.Requests;
using CpqBilling.Stripe;
using CpqBilling.Web.Orders;
using NodaTime;

namespace CpqBilling.Cli.Demo;

/// <summary>Looks at what Stripe made of an order; a gateway of its own, so that looking is not counted as syncing.</summary>
internal sealed class StripeObservation(StripeConnection connection)
{
    private readonly StripeGateway _gateway = new(connection);

    /// <summary>The account in the paths of the sandbox's pages.</summary>
    public async Task<string> AccountAsync(CancellationToken cancellation) =>
        (await GetAsync("/v1/account", null, cancellation)).GetProperty("id").GetString()!;

    public async Task<(int Phases, FirstInvoice? First)> LookAsync(string stripeId, CancellationToken cancellation)
    {
        if (stripeId.StartsWith("in_", StringComparison.Ordinal))
        {
            return (0, Invoice(await GetAsync($"/v1/invoices/{stripeId}", null, cancellation)));
        }

        if (!stripeId.StartsWith("sub_sched_", StringComparison.Ordinal))
        {
            return (0, await FirstAsync(stripeId, cancellation));
        }

        var schedule = await GetAsync($"/v1/subscription_schedules/{stripeId}", null, cancellation);
        var subscription = schedule.TryGetProperty("subscription", out var id) && id.ValueKind == JsonValueKind.String ? id.GetString() : null;
        return (schedule.GetProperty("phases").GetArrayLength(), subscription is null ? null : await FirstAsync(subscription, cancellation));
    }

    /// <summary>Has Stripe tell an address of its events, and no other one any more.</summary>
    /// <returns>The secret that signs them.</returns>
    public async Task<string> ListenAsync(Uri address, string eventType, CancellationToken cancellation)
    {
        const string Endpoints = "/v1/webhook_endpoints";
        var former = await GetAsync(Endpoints, new StripeMap().Set("limit", 100m), cancellation);
        foreach (var endpoint in former.GetProperty("data").EnumerateArray())
        {
            var path = $"{Endpoints}/{endpoint.GetProperty("id").GetString()}";
            await _gateway.SendAsync(StripeMethod.Delete, path, new StripeMap(), path, cancellation);
        }

        var body = new StripeMap().Set("url", address.ToString()).Set("enabled_events", StripeList.Of([new StripeText(eventType)]));
        return await _gateway.SendAsync(StripeMethod.Post, Endpoints, body, $"listen-{address}-{Guid.NewGuid()}", cancellation) is StripeAnswered made
            ? made.Body.GetProperty("secret").GetString()!
            : throw new Composition.CommandException("The Stripe sandbox takes no webhook endpoint.");
    }

    private async Task<FirstInvoice?> FirstAsync(string subscription, CancellationToken cancellation)
    {
        var query = new StripeMap().Set("subscription", subscription).Set("limit", 100m);
        var invoices = (await GetAsync("/v1/invoices", query, cancellation)).GetProperty("data");
        return invoices.GetArrayLength() == 0 ? null : Invoice(invoices[invoices.GetArrayLength() - 1]);
    }

    private static FirstInvoice Invoice(JsonElement invoice) =>
        new(
            invoice.GetProperty("id").GetString()!,
            invoice.GetProperty("amount_due").GetDecimal(),
            invoice.GetProperty("currency").GetString()!,
            Instant.FromUnixTimeSeconds(invoice.GetProperty("created").GetInt64()).InUtc().Date,
            invoice.GetProperty("status").GetString() ?? "draft"
        );

    private async Task<JsonElement> GetAsync(string path, StripeMap? query, CancellationToken cancellation) =>
        await _gateway.GetAsync(path, query, cancellation) is StripeAnswered answered
            ? answered.Body
            : throw new Composition.CommandException($"The Stripe sandbox does not answer {path}.");
}
