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
