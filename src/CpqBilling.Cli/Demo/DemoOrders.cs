using System.Text.Json;
using CpqBilling.Cli.Composition;
using CpqBilling.Salesforce;
using CpqBilling.Web.Orders;

namespace CpqBilling.Cli.Demo;

/// <summary>Reads how people know the orders of the org; over a session of its own, so that looking is not counted as syncing.</summary>
internal sealed class DemoOrders(SalesforceConnection connection) : IDisposable
{
    private readonly HttpClient _http = SalesforceHttp.CreateClient();
    private SalesforceSession? _session;

    /// <summary>All activated orders, oldest first.</summary>
    public async Task<IReadOnlyList<DemoOrder>> ListAsync(CancellationToken cancellation)
    {
        _session ??= new SalesforceSession(_http, connection);
        const string Soql = "SELECT Id, OrderNumber, Account.Name FROM Order WHERE Status = 'Activated' ORDER BY OrderNumber";
        var reply = await _session.SendAsync(HttpMethod.Get, $"query?q={Uri.EscapeDataString(Soql)}", null, cancellation);
        return reply switch
        {
            SalesforceReply.Ok ok => [.. ok.Body.GetProperty("records").EnumerateArray().Select(Read)],
            SalesforceReply.Refused refused => throw new CommandException(refused.Error.Message),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    public async Task<DemoOrder> FindAsync(string id, CancellationToken cancellation) =>
        (await ListAsync(cancellation)).FirstOrDefault(order => order.Id == id) ?? new DemoOrder(id, id, "");

    public void Dispose()
    {
        _session?.Dispose();
        _http.Dispose();
    }

    private static DemoOrder Read(JsonElement row) =>
        new(
            row.GetProperty("Id").GetString()!,
            row.GetProperty("OrderNumber").GetString() ?? "",
            row.GetProperty("Account").GetProperty("Name").GetString() ?? ""
        );
}

internal sealed record DemoOrder(string Id, string Number, string Customer)
{
    public BoardOrder OnBoard(string kind) => new(Id, Number, Customer, kind, OrderStatus.Waiting);
}
