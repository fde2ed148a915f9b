using System.Text.Json;
using CpqBilling.Core.Requests;

namespace CpqBilling.Stripe.Reading;

/// <summary>Looks through a list of Stripe for one object. Lists show what was made a moment ago; search does not.</summary>
public sealed class ObjectLookup(StripeGateway gateway)
{
    private readonly StripePages _pages = new(gateway);

    /// <param name="filter">Of the list, for example the customer.</param>
    public async Task<Looked> FindAsync(string path, StripeMap filter, Func<JsonElement, bool> isWanted, CancellationToken cancellationToken)
    {
        try
        {
            var all = await _pages.ListAsync(path, filter, [], null, cancellationToken);
            return new Looked(all.Where(isWanted).Select(found => (JsonElement?)found).FirstOrDefault(), null);
        }
        catch (StripeStopException stop)
        {
            return new Looked(null, stop.Reply);
        }
    }
}

/// <param name="Found">Null when it is not there.</param>
/// <param name="Refusal">Set when the list could not be read: then nothing is known.</param>
public sealed record Looked(JsonElement? Found, StripeReply? Refusal);
