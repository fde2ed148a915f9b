using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using CpqBilling.Engine.Tests;

namespace CpqBilling.Bench.Service;

/// <summary>Orders of one line that wait in Salesforce: each of a customer of its own, all of twenty products.</summary>
internal static class Backlog
{
    private const int Products = 20;
    private const int OrdersOfABatch = 250;
    private static readonly string[] OfAnOrder = ["Account", "Opportunity", "Quote", "Order", "OrderItem"];
    private static readonly string[] OfAProduct = ["Product2", "PricebookEntry"];

    public static async Task LoadAsync(Uri salesforce, int orders)
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromMinutes(5) };
        for (var first = 1; first <= orders; first += OrdersOfABatch)
        {
            var batch = Records(first, Math.Min(OrdersOfABatch, orders - first + 1));
            using var reply = await http.PostAsJsonAsync(new Uri(salesforce, "/_sandbox/fixtures"), batch);
            reply.EnsureSuccessStatusCode();
        }
    }

    private static JsonObject Records(int first, int count)
    {
        var records = new JsonObject();
        for (var number = first; number < first + count; number++)
        {
            foreach (var (type, rows) in One(number))
            {
                // What all share is loaded with the first of them.
                var isShared = type == "Pricebook2" || OfAProduct.Contains(type);
                if (!isShared || (first == 1 && number <= (type == "Pricebook2" ? 1 : Products)))
                {
                    Rows(records, type).Add(rows![0]!.DeepClone());
                }
            }
        }

        return records;
    }

    private static JsonArray Rows(JsonObject records, string type)
    {
        if (records[type] is JsonArray known)
        {
            return known;
        }

        var rows = new JsonArray();
        records[type] = rows;
        return rows;
    }

    /// <summary>The contract begins next year, whenever this runs: the service goes by the clock of the machine.</summary>
    private static JsonObject One(int number)
    {
        var text = Contracts.Annual().ToJsonString();
        var product = ((number - 1) % Products) + 1;
        foreach (var type in OfAnOrder)
        {
            text = text.Replace($"\"{type}#1\"", $"\"{type}#{number}\"", StringComparison.Ordinal);
        }

        foreach (var type in OfAProduct)
        {
            text = text.Replace($"\"{type}#1\"", $"\"{type}#{product}\"", StringComparison.Ordinal);
        }

        var nextYear = (DateTime.UtcNow.Year + 1).ToString("'\"'0000'-'", CultureInfo.InvariantCulture);
        return JsonNode.Parse(text.Replace("\"2026-", nextYear, StringComparison.Ordinal))!.AsObject();
    }
}
