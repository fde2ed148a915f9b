using System.Text.Json.Nodes;
using CpqBilling.Core.Requests;
using CpqBilling.Stripe;

namespace CpqBilling.Cli.Replay;

/// <summary>Everything the Stripe sandbox holds for the key, as its API answers it.</summary>
internal sealed class StripeHoldings(StripeConnection connection)
{
    private static readonly (string Name, string Path, (string Key, string Value)[] Query)[] Lists =
    [
        ("customers", "/v1/customers", []),
        ("products", "/v1/products", []),
        ("prices", "/v1/prices", [("expand.0", "data.tiers")]),
        ("coupons", "/v1/coupons", []),
        ("subscription_schedules", "/v1/subscription_schedules", []),
        ("subscriptions", "/v1/subscriptions", [("status", "all")]),
        ("invoices", "/v1/invoices", []),
        ("invoiceitems", "/v1/invoiceitems", []),
    ];

    private readonly StripeGateway _gateway = new(connection);

    public async Task<JsonObject> ReadAsync(CancellationToken cancellation)
    {
        var all = new JsonObject();
        foreach (var (name, path, query) in Lists)
        {
            all[name] = await ListAsync(path, query, cancellation);
        }

        return all;
    }

    private async Task<JsonArray> ListAsync(string path, (string Key, string Value)[] query, CancellationToken cancellation)
    {
        var items = new JsonArray();
        string? after = null;
        while (true)
        {
            var parameters = new StripeMap().Set("limit", 100m).Set("starting_after", after);
            foreach (var (key, value) in query)
            {
                parameters = parameters.Set(
                    key.Replace(".0", "", StringComparison.Ordinal),
                    key.EndsWith(".0", StringComparison.Ordinal) ? StripeList.Of([value]) : value
                );
            }

            if (await _gateway.GetAsync(path, parameters, cancellation) is not StripeAnswered { Body: var page })
            {
                throw new Composition.CommandException($"The Stripe sandbox does not list {path}.");
            }

            foreach (var item in page.GetProperty("data").EnumerateArray())
            {
                items.Add(JsonNode.Parse(item.GetRawText()));
                after = item.GetProperty("id").GetString();
            }

            if (!page.GetProperty("has_more").GetBoolean())
            {
                return items;
            }
        }
    }
}
