using System.Text.Json;
using CpqBilling.Core.Requests;
using CpqBilling.Engine.Installations;
using CpqBilling.Engine.Sync;
using CpqBilling.Storage;
using CpqBilling.Stripe;
using NodaTime;

namespace CpqBilling.Engine.StripeEvents;

/// <summary>Reads the events of an account, where Stripe cannot post them: everything since the last reading, and ten minutes before it.</summary>
/// <remarks>Events become visible a little later than they are made; what was handled before is not handled again.</remarks>
public sealed class StripeEventReader(BillingOrg org, ConnectedAccount account)
{
    private const string Events = "/v1/events";
    private const int PageSize = 100;
    private static readonly Duration Overlap = Duration.FromMinutes(10);
    private readonly PollCursorStore _cursors = new(org.Database);
    private readonly StripeEventWork _handler = new(org);

    /// <param name="since">Where nothing was read before; null is now.</param>
    /// <returns>What Stripe did not allow; null when everything was read.</returns>
    public async Task<string?> ReadAsync(CancellationToken cancellation, Instant? since = null)
    {
        var stream = $"stripe/{account.Connection.Account.Id}";
        var position = await _cursors.ReadAsync(org.Facts.OrgId, stream, cancellation);
        var began = org.Now;
        var (events, refusal) = await SinceAsync((position?.ModifiedAt ?? since ?? began) - Overlap, cancellation);
        if (refusal is not null)
        {
            return refusal;
        }

        // Stripe lists the newest first; things happened the other way round.
        for (var at = events.Count - 1; at >= 0; at--)
        {
            if (!await _handler.HandleAsync(events[at], cancellation))
            {
                return "An event could not be worked off; it is read again.";
            }
        }

        await _cursors.MoveAsync(org.Facts.OrgId, stream, new StreamPosition(began, null, null), began, cancellation);
        return null;
    }

    private async Task<(List<JsonElement> Events, string? Refusal)> SinceAsync(Instant since, CancellationToken cancellation)
    {
        var events = new List<JsonElement>();
        for (var hasMore = true; hasMore; )
        {
            var reply = await account.Gateway.GetAsync(Events, Query(since, events), cancellation);
            if (reply is not StripeAnswered { Body: var page })
            {
                return ([], (reply as StripeRefused)?.Message ?? (reply as StripeUnavailable)?.Message);
            }

            events.AddRange(page.GetProperty("data").EnumerateArray());
            hasMore = page.GetProperty("has_more").GetBoolean();
        }

        return (events, null);
    }

    private static StripeMap Query(Instant since, List<JsonElement> events)
    {
        var query = new StripeMap()
            .Set("limit", (decimal)PageSize)
            .Set("created", new StripeMap().Set("gte", (decimal)since.ToUnixTimeSeconds()))
            .Set("types", StripeList.Of([.. StripeEventWork.Types.Select(type => new StripeText(type))]));
        return events.Count == 0 ? query : query.Set("starting_after", events[^1].GetProperty("id").GetString()!);
    }
}
