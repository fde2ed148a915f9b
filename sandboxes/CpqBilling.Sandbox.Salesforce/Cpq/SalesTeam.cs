using System.Globalization;
using System.Text.Json.Nodes;

namespace CpqBilling.Sandbox.Salesforce.Cpq;

/// <summary>A sales team at work: everything a person would do in the org's screens, done over REST.</summary>
/// <remarks>
/// quote → order → activate → contract → amend → renew → cancel. Records are named by their ids. An amendment or renewal is known to the contract
/// once its order is contracted too; until then the next amendment starts from the contract as it was.
/// </remarks>
public sealed partial class SalesTeam : IDisposable
{
    private readonly SalesConnection _org;
    private long _lastSegmentKey;

    private SalesTeam(SalesConnection org) => _org = org;

    /// <param name="address">Where the sandbox answers.</param>
    /// <param name="clientId">A connected app that may log in by client credentials.</param>
    /// <param name="cancellation">Ends whatever the team is doing, then and later.</param>
    public static async Task<SalesTeam> LoginAsync(
        Uri address,
        string clientId = "sandbox-client",
        string clientSecret = "sandbox-secret",
        CancellationToken cancellation = default
    ) => new(await SalesConnection.LoginAsync(address, clientId, clientSecret, cancellation));

    public Task<string> CreateAccountAsync(string name) => CreateAccountAsync(new NewAccount(name));

    public Task<string> CreateAccountAsync(NewAccount account)
    {
        ArgumentNullException.ThrowIfNull(account);
        var fields = new JsonObject
        {
            ["Name"] = account.Name,
            ["Description"] = account.Description,
            ["Phone"] = account.Phone,
            ["BillingStreet"] = account.BillingStreet,
            ["BillingCity"] = account.BillingCity,
            ["BillingPostalCode"] = account.BillingPostalCode,
            ["BillingState"] = account.BillingState,
            ["BillingCountry"] = account.BillingCountry,
            ["CurrencyIsoCode"] = account.CurrencyIsoCode,
        };
        return _org.CreateAsync("Account", fields);
    }

    public void Dispose() => _org.Dispose();

    /// <summary>Orders a quote: the Draft order that CPQ makes of it.</summary>
    /// <returns>The order's id.</returns>
    public async Task<string> OrderAsync(string quoteId)
    {
        await _org.UpdateAsync("SBQQ__Quote__c", quoteId, new JsonObject { ["SBQQ__Ordered__c"] = true });
        var orders = await _org.QueryAsync($"SELECT Id FROM Order WHERE SBQQ__Quote__c = '{quoteId}'");
        return Id(orders[0]);
    }

    /// <summary>What a person does who sold a wrong quantity: the order goes back to Draft, its lines are changed, and it is activated again if it was.</summary>
    /// <param name="quantities">Line of the order → its quantity.</param>
    public async Task CorrectAsync(string orderId, bool wasActivated, IReadOnlyDictionary<string, decimal> quantities)
    {
        ArgumentNullException.ThrowIfNull(quantities);
        if (wasActivated)
            await _org.UpdateAsync("Order", orderId, new JsonObject { ["Status"] = "Draft" });
        foreach (var (line, quantity) in quantities)
            await _org.UpdateAsync("OrderItem", line, new JsonObject { ["Quantity"] = quantity });
        if (wasActivated)
            await ActivateAsync(orderId);
    }

    public Task ActivateAsync(string orderId) => _org.UpdateAsync("Order", orderId, new JsonObject { ["Status"] = "Activated" });

    /// <summary>Contracts an activated order.</summary>
    /// <returns>The id of the contract that the order made, or that it adds to.</returns>
    public async Task<string> ContractAsync(string orderId)
    {
        await _org.UpdateAsync("Order", orderId, new JsonObject { ["SBQQ__Contracted__c"] = true });
        var contracts = await _org.QueryAsync($"SELECT Id FROM Contract WHERE SBQQ__Order__c = '{orderId}' ORDER BY EndDate NULLS LAST");
        return Id(contracts[0]);
    }

    /// <summary>Every line of every activated order, the oldest order first.</summary>
    public async Task<IReadOnlyList<SoldLine>> SoldAsync() =>
        [
            .. (
                await _org.QueryAsync(
                    "SELECT OrderId, Order.Account.Name, Product2Id, Product2.ProductCode FROM OrderItem "
                        + "WHERE Order.Status = 'Activated' ORDER BY Order.OrderNumber, Id"
                )
            ).Select(row => new SoldLine(
                row["OrderId"]!.GetValue<string>(),
                row["Order"]!["Account"]!["Name"]!.GetValue<string>(),
                row["Product2Id"]!.GetValue<string>(),
                row["Product2"]!["ProductCode"]?.GetValue<string>() ?? ""
            )),
        ];

    private static string Id(JsonObject row) => row["Id"]!.GetValue<string>();

    private static string? Text(DateOnly? date) => date?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static DateOnly? Date(JsonObject row, string field) =>
        row[field]?.GetValue<string>() is { } text ? DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture) : null;
}
