using System.Collections.Immutable;
using System.Text.Json;
using CpqBilling.Core.Requests;

namespace CpqBilling.Stripe.Reading;

/// <summary>Reads single objects and whole lists; a refusal that is no answer to the question stops the reading.</summary>
internal sealed class StripePages(StripeGateway gateway)
{
    private const int PageSize = 100;

    /// <summary>The object, or null when Stripe does not know the id or holds something else under it.</summary>
    public async Task<JsonElement?> FindAsync(string collection, string id, string kind, string[] expand, CancellationToken cancellationToken)
    {
        if (IsNoId(id))
        {
            return null;
        }

        var path = $"/v1/{collection}/{Uri.EscapeDataString(id)}";
        var reply = await gateway.GetAsync(path, Expanding(new StripeMap(), expand), cancellationToken);
        return reply switch
        {
            StripeAnswered answered => answered.Body.Text("object") == kind ? answered.Body : null,
            StripeRefused { Status: 404 } or StripeRefused { Code: "resource_missing" } => null,
            _ => throw new StripeStopException(reply, path),
        };
    }

    /// <summary>Every element of a list; empty when the list hangs on an object that is not there.</summary>
    public async Task<ImmutableArray<JsonElement>> ListAsync(
        string path,
        StripeMap filter,
        string[] expand,
        string? startingAfter,
        CancellationToken cancellationToken
    )
    {
        var all = ImmutableArray.CreateBuilder<JsonElement>();
        var last = startingAfter;
        bool more;
        do
        {
            var query = Expanding(filter.Set("limit", PageSize), expand).Set("starting_after", last is null ? null : new StripeText(last));
            var reply = await gateway.GetAsync(path, query, cancellationToken);
            if (reply is StripeRefused { Status: 404 } or StripeRefused { Code: "resource_missing" })
            {
                return [];
            }

            var page = reply as StripeAnswered ?? throw new StripeStopException(reply, path);
            all.AddRange(page.Body.Elements("data"));
            more = page.Body.Flag("has_more") && all.Count > 0;
            last = more ? all[^1].Required("id") : null;
        } while (more);

        return all.ToImmutable();
    }

    private static StripeMap Expanding(StripeMap query, string[] expand) =>
        expand.Length == 0 ? query : query.Set("expand", StripeList.Of(expand.Select(path => new StripeText(path))));

    /// <summary>Dots would be read as steps of the path; nothing Stripe ever gave out looks like this.</summary>
    private static bool IsNoId(string id) => string.IsNullOrWhiteSpace(id) || id is "." or "..";
}

/// <summary>Carries a refusal out of the middle of a reading to the reader, which returns it as a value.</summary>
internal sealed class StripeStopException(StripeReply reply, string path) : Exception
{
    public StripeReply Reply => reply;

    public string Path => path;
}
