using System.Collections.Immutable;
using System.Text.Json;
using CpqBilling.Core.Calendar;
using CpqBilling.Core.Requests;
using CpqBilling.Stripe;
using NodaTime;

namespace CpqBilling.Engine.Application.Contracts;

/// <summary>Reads the invoices of a contract from Stripe.</summary>
/// <remarks>Two requests for a schedule, one for anything else; the newest hundred.</remarks>
internal sealed class ActualInvoices(StripeGateway stripe, BillingDay day)
{
    /// <returns>Oldest first; null when Stripe did not answer.</returns>
    public async Task<ImmutableArray<ActualInvoice>?> ReadAsync(string stripeId, CancellationToken cancellation)
    {
        if (stripeId.StartsWith("in_", StringComparison.Ordinal))
        {
            return await GetAsync($"/v1/invoices/{stripeId}", null, cancellation) is { } one ? [Read(one)] : null;
        }

        var subscription = stripeId;
        if (stripeId.StartsWith("sub_sched_", StringComparison.Ordinal))
        {
            if (await GetAsync($"/v1/subscription_schedules/{stripeId}", null, cancellation) is not { } schedule)
            {
                return null;
            }

            if ((Text(schedule, "subscription") ?? Text(schedule, "released_subscription")) is not { } id)
            {
                return [];
            }

            subscription = id;
        }

        var query = new StripeMap().Set("subscription", subscription).Set("limit", 100m);
        return await GetAsync("/v1/invoices", query, cancellation) is { } list
            ? [.. list.GetProperty("data").EnumerateArray().Select(Read).Reverse()]
            : null;
    }

    private ActualInvoice Read(JsonElement invoice) =>
        new(
            invoice.GetProperty("id").GetString()!,
            Text(invoice, "number"),
            day.DateOf(Instant.FromUnixTimeSeconds(invoice.GetProperty("created").GetInt64())),
            invoice.GetProperty("total").GetDecimal(),
            Taxes(invoice),
            Number(invoice, "amount_paid"),
            Text(invoice, "status") ?? "draft",
            invoice.GetProperty("currency").GetString()!,
            Text(invoice, "hosted_invoice_url"),
            invoice.TryGetProperty("lines", out var lines)
                ?
                [
                    .. lines
                        .GetProperty("data")
                        .EnumerateArray()
                        .Select(line => new ActualLine(Text(line, "description") ?? "", Number(line, "amount"))),
                ]
                : []
        );

    private static decimal Taxes(JsonElement invoice) =>
        invoice.TryGetProperty("total_taxes", out var taxes) && taxes.ValueKind == JsonValueKind.Array
            ? taxes.EnumerateArray().Sum(tax => Number(tax, "amount"))
            : 0;

    private async Task<JsonElement?> GetAsync(string path, StripeMap? query, CancellationToken cancellation) =>
        await stripe.GetAsync(path, query, cancellation) is StripeAnswered answered ? answered.Body : null;

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static decimal Number(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetDecimal() : 0;
}
