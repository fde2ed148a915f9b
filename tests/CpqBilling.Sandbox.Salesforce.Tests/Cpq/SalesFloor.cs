using System.Text.Json.Nodes;
using CpqBilling.Sandbox.Salesforce.Cpq;

namespace CpqBilling.Sandbox.Salesforce.Tests.Cpq;

/// <summary>An org with a sales team in it, and short ways to read what came of their work.</summary>
public sealed class SalesFloor : IAsyncDisposable
{
    private SalesFloor(TestOrg org, SalesTeam sales) => (Org, Sales) = (org, sales);

    public TestOrg Org { get; }

    public SalesTeam Sales { get; }

    public static async Task<SalesFloor> OpenAsync(string now = "2024-01-15T12:00:00Z", bool multiCurrency = false)
    {
        var org = await TestOrg.StartAsync(new SalesforceSandboxOptions { FrozenAt = DateTimeOffset.Parse(now), MultiCurrency = multiCurrency });
        return new SalesFloor(org, await SalesTeam.LoginAsync(org.Address));
    }

    public static NewProduct Monthly(string name = "Seat", decimal price = 120) =>
        new(name, name.ToUpperInvariant(), price) { BillingFrequency = "Monthly", SubscriptionTermMonths = 1 };

    public static NewProduct Yearly(string name = "Licence", decimal price = 120) =>
        new(name, name.ToUpperInvariant(), price) { BillingFrequency = "Annual" };

    public static DateOnly Day(string text) => DateOnly.Parse(text);

    public Task<string> AccountAsync() => Sales.CreateAccountAsync("Acme");

    /// <summary>An order of one product, activated, from the 15th of January 2024 for a year.</summary>
    public async Task<string> SoldAsync(string productId, decimal quantity = 1, string start = "2024-01-15", int term = 12)
    {
        var quote = await Sales.QuoteAsync(new NewQuote(await AccountAsync(), Day(start), term, [new NewLine(productId, quantity)]));
        var order = await Sales.OrderAsync(quote);
        await Sales.ActivateAsync(order);
        return order;
    }

    /// <summary>The only row that a query finds.</summary>
    public async Task<JsonObject> RowAsync(string soql) => Assert.Single((await Org.QueryAsync(soql))["records"]!.AsArray())!.AsObject();

    /// <summary>The lines of an order, each as its fields joined by blanks, in order of start date and quantity.</summary>
    public async Task<string[]> LinesAsync(string orderId, params string[] fields)
    {
        var result = await Org.QueryAsync(
            $"SELECT {string.Join(", ", fields)} FROM OrderItem WHERE OrderId = '{orderId}' ORDER BY ServiceDate, Product2.Name, Quantity"
        );
        return
        [
            .. result["records"]!
                .AsArray()
                .Select(row =>
                    string.Join(' ', fields.Select(field => Shown(field.Split('.').Aggregate((JsonNode?)row, (node, part) => node?[part]))))
                ),
        ];
    }

    public async Task<string> RefusedAsync(string path, string json)
    {
        var (status, body) = await Org.SendAsync("PATCH", path, json);
        Assert.True(status >= 400, "The change was taken.");
        return $"{body![0]!["errorCode"]}: {body[0]!["message"]}";
    }

    public async Task PrecisionAsync(string name)
    {
        var (status, _) = await Org.SendAsync("POST", "/_sandbox/org", $$"""{"prorationPrecision":"{{name}}"}""");
        Assert.Equal(200, status);
    }

    public async ValueTask DisposeAsync()
    {
        Sales.Dispose();
        await Org.DisposeAsync();
    }

    private static string Shown(JsonNode? node) =>
        node is JsonValue value && value.TryGetValue<decimal>(out var number) ? number.ToString("0.################") : node?.ToString() ?? "-";
}
