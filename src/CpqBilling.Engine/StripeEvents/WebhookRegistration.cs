using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CpqBilling.Core.Planning;
using CpqBilling.Core.Requests;
using CpqBilling.Engine.Installations;
using CpqBilling.Stripe;

namespace CpqBilling.Engine.StripeEvents;

/// <summary>Has a Stripe account post its events to this installation: makes the endpoint, checks it, and replaces one that is not as it should be.</summary>
/// <remarks>
/// Only endpoints that bear the installation's mark are touched. Their secret is told once, when they are made, and kept with the connection, beside the
/// former one. With the key of the account the secret is renewed as well.
/// </remarks>
public sealed class WebhookRegistration(Installation installation, Uri publicUrl)
{
    private const string Endpoints = "/v1/webhook_endpoints";
    private const string Mark = "cpqbilling_installation";
    private const string KeyMark = "cpqbilling_key";
    private const int KeyMarkLength = 12;
    private const int MostEndpoints = 100;

    /// <summary>Whether an endpoint was made: what happened since the former one was removed may not have been posted.</summary>
    public bool HasMade { get; private set; }

    public static string PathOf(string orgId, string account) => $"/webhooks/stripe/{orgId}/{account}";

    /// <returns>What Stripe did not allow; null when events will arrive.</returns>
    public async Task<string?> EnsureAsync(ConnectedOrg org, ConnectedAccount account, CancellationToken cancellation)
    {
        var url = new Uri(publicUrl, PathOf(org.Id, account.Connection.Account.Id)).ToString();
        var reply = await account.Gateway.GetAsync(Endpoints, new StripeMap().Set("limit", (decimal)MostEndpoints), cancellation);
        if (reply is not StripeAnswered { Body: var list })
        {
            return Refusal(reply);
        }

        var ours = list.GetProperty("data").EnumerateArray().Where(IsOurs).ToList();
        if (ours.Any(endpoint => IsAsItShould(endpoint, url, KeyOf(account))) && !account.Connection.WebhookSecrets.IsEmpty)
        {
            return null;
        }

        var made = await MakeAsync(org, account, url, cancellation);
        if (made is null)
        {
            HasMade = true;
            await RemoveAsync(account, ours, cancellation);
        }

        return made;
    }

    private async Task<string?> MakeAsync(ConnectedOrg org, ConnectedAccount account, string url, CancellationToken cancellation)
    {
        var body = new StripeMap()
            .Set("url", url)
            .Set("enabled_events", StripeList.Of([.. StripeEventWork.Types.Select(type => new StripeText(type))]))
            .Set("metadata", new StripeMap().Set(Mark, installation.Id).Set(KeyMark, KeyOf(account)));
        var reply = await account.Gateway.SendAsync(StripeMethod.Post, Endpoints, body, $"endpoint-{Guid.NewGuid():N}", cancellation);
        if (reply is not StripeAnswered { Body: var endpoint })
        {
            return Refusal(reply);
        }

        // A delivery that is under way was signed with the former secret.
        ImmutableArray<string> secrets = [endpoint.GetProperty("secret").GetString()!, .. account.Connection.WebhookSecrets.Take(1)];
        var kept = account.Connection with { WebhookSecrets = secrets };
        await installation.Connections.SaveStripeAsync(org.Id, kept, org.Clock.GetCurrentInstant(), cancellation);
        return null;
    }

    private static async Task RemoveAsync(ConnectedAccount account, IEnumerable<JsonElement> endpoints, CancellationToken cancellation)
    {
        foreach (var endpoint in endpoints)
        {
            var path = $"{Endpoints}/{endpoint.GetProperty("id").GetString()}";
            await account.Gateway.SendAsync(StripeMethod.Delete, path, new StripeMap(), path, cancellation);
        }
    }

    private bool IsOurs(JsonElement endpoint) =>
        endpoint.TryGetProperty("metadata", out var metadata) && metadata.TryGetProperty(Mark, out var mark) && mark.GetString() == installation.Id;

    /// <summary>Tells one key from the next; nobody can work back from it.</summary>
    private static string KeyOf(ConnectedAccount account) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(account.Connection.Connection.ApiKey)))[..KeyMarkLength];

    private static bool IsAsItShould(JsonElement endpoint, string url, string key) =>
        endpoint.GetProperty("url").GetString() == url
        && endpoint.GetProperty("metadata").TryGetProperty(KeyMark, out var mark)
        && mark.GetString() == key
        && endpoint.GetProperty("status").GetString() == "enabled"
        && endpoint.GetProperty("enabled_events").EnumerateArray().Select(type => type.GetString()).ToHashSet().SetEquals(StripeEventWork.Types);

    private static string Refusal(StripeReply reply) =>
        reply switch
        {
            StripeRefused refused => refused.Message,
            StripeUnavailable lost => lost.Message,
            _ => "Stripe gave no answer.",
        };
}
