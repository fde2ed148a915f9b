using System.Text.Json.Nodes;

namespace CpqBilling.Faults.Processes;

/// <summary>Orders of a customer and a product each.</summary>
internal static class ManyOrders
{
    private static readonly string[] Own = ["Account", "Opportunity", "Quote", "Order", "OrderItem", "Product2", "PricebookEntry"];

    public static JsonObject From(int first, int count)
    {
        var records = new JsonObject();
        for (var number = first; number < first + count; number++)
        {
            var text = SoldContract.NextYear(SoldContract.All[0].First()).ToJsonString();
            foreach (var type in Own)
            {
                text = text.Replace($"\"{type}#1\"", $"\"{type}#{number}\"", StringComparison.Ordinal);
            }

            foreach (var (type, rows) in JsonNode.Parse(text)!.AsObject())
            {
                if (type != "Pricebook2" || number == first)
                {
                    var all = records[type] as JsonArray ?? [];
                    all.Add(rows![0]!.DeepClone());
                    records[type] = all.Parent is null ? all : records[type];
                }
            }
        }

        return records;
    }
}
