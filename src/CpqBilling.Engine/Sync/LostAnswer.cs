using System.Text.Json;
using CpqBilling.Core.Planning;
using CpqBilling.Core.Requests;
using CpqBilling.Stripe;

namespace CpqBilling.Engine.Sync;

/// <summary>Looks for the object of a step whose answer was lost so long ago that Stripe may have forgotten its key.</summary>
internal sealed class LostAnswer(BillingOrg org)
{
    private static readonly HashSet<string> Searchable = ["customers", "products", "prices", "subscriptions", "invoices"];

    /// <summary>The object that carries the same metadata, or null: then the step is sent again.</summary>
    public async Task<JsonElement?> FindAsync(PlanStep step, StripeMap body, CancellationToken cancellation)
    {
        if (!step.IsCreate || body["metadata"] is not StripeMap metadata || Mark(metadata) is not { } mark)
        {
            return null;
        }

        if (Searchable.Contains(step.Resource))
        {
            var query = new StripeMap().Set("query", $"metadata['{mark.Key}']:'{mark.Value}'").Set("limit", 100m);
            return await FirstAsync($"/v1/{step.Resource}/search", query, metadata, cancellation);
        }

        return body["customer"] is { } customer
            ? await FirstAsync($"/v1/{step.Resource}", new StripeMap().Set("customer", customer).Set("limit", 100m), metadata, cancellation)
            : null;
    }

    private async Task<JsonElement?> FirstAsync(string path, StripeMap query, StripeMap metadata, CancellationToken cancellation)
    {
        if (await org.Stripe.GetAsync(path, query, cancellation) is not StripeAnswered { Body: var list })
        {
            return null;
        }

        return list.GetProperty("data").EnumerateArray().Where(item => Carries(item, metadata)).Select(item => (JsonElement?)item).FirstOrDefault();
    }

    private static bool Carries(JsonElement item, StripeMap metadata) =>
        item.TryGetProperty("metadata", out var held)
        && metadata.Entries.All(entry =>
            entry.Value is not StripeText text || (held.TryGetProperty(entry.Key, out var value) && value.GetString() == text.Value)
        );

    private (string Key, string Value)? Mark(StripeMap metadata) =>
        metadata
            .Entries.Where(entry =>
                entry.Key.StartsWith(org.Settings.MetadataPrefix, StringComparison.Ordinal) && entry.Key.EndsWith("_id", StringComparison.Ordinal)
            )
            .Select(entry => entry.Value is StripeText text ? (entry.Key, text.Value) : ((string, string)?)null)
            .FirstOrDefault();
}
