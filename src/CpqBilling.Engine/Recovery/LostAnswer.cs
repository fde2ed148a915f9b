using System.Text.Json;
using CpqBilling.Core.Requests;
using CpqBilling.Engine.Sync;
using CpqBilling.Storage.Journal;
using CpqBilling.Stripe;
using CpqBilling.Stripe.Reading;
using NodaTime;

namespace CpqBilling.Engine.Recovery;

/// <summary>Looks for the object of a step whose answer was lost: by the lists of Stripe, which show at once what was made.</summary>
internal sealed class LostAnswer(BillingOrg org)
{
    /// <summary>Stripe's clock and ours may differ by so much.</summary>
    private static readonly Duration Skew = Duration.FromMinutes(10);

    /// <summary>/v1/kind/id</summary>
    private const int PartsOfAnObject = 4;

    public Task<Looked> FindAsync(JournalledStep entry, SentRequest request, CancellationToken cancellation)
    {
        if (!entry.Step.IsCreate || entry.SentAt is not { } sent)
        {
            return Task.FromResult(new Looked(null, null));
        }

        var since = (sent - Skew).ToUnixTimeSeconds();
        return new ObjectLookup(org.Stripe).FindAsync(
            entry.Step.Path,
            Filter(request.Body, since),
            found => MadeAt(found) >= since && Carries(found, request.Body),
            cancellation
        );
    }

    /// <summary>The object that a change was made to, as it is now.</summary>
    public async Task<Looked> ReadAsync(SentRequest request, CancellationToken cancellation)
    {
        var path = string.Join('/', request.Path.Split('/').Take(PartsOfAnObject));
        var reply = await org.Stripe.GetAsync(path, null, cancellation);
        return reply is StripeAnswered answered ? new Looked(answered.Body, null) : new Looked(null, reply);
    }

    /// <summary>Items of invoices say <c>date</c>, everything else <c>created</c>.</summary>
    private static long MadeAt(JsonElement found) =>
        found.TryGetProperty("created", out var created) ? created.GetInt64() : found.GetProperty("date").GetInt64();

    private static StripeMap Filter(StripeMap body, long since) =>
        body["customer"] is { } customer ? new StripeMap().Set("customer", customer)
        : body["product"] is { } product ? new StripeMap().Set("product", product)
        : new StripeMap().SetPath("created.gte", (decimal)since);

    /// <summary>The same marks, and where it has no marks the same name of an event: a meter.</summary>
    private static bool Carries(JsonElement found, StripeMap body) =>
        body["metadata"] is StripeMap { Entries.Count: > 0 } metadata
            ? found.TryGetProperty("metadata", out var held) && metadata.Entries.All(entry => Equal(held, entry.Key, entry.Value))
            : body["event_name"] is { } name && Equal(found, "event_name", name)
                || body["from_subscription"] is { } subscription && Equal(found, "subscription", subscription);

    private static bool Equal(JsonElement held, string name, StripeValue sent) =>
        sent is not StripeText text
        || (held.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() == text.Value);
}
