using System.Collections.Immutable;
using System.Text.Json;
using NodaTime.Text;

namespace CpqBilling.Salesforce;

/// <summary>Lists the orders that were made last and are not activated.</summary>
public sealed class DraftOrders(SalesforceSession session)
{
    /// <summary>The newest first. One call.</summary>
    public async Task<SalesforceAnswer<ImmutableArray<DraftOrder>>> ReadAsync(int atMost, CancellationToken cancellation)
    {
        var soql =
            $"SELECT Id, OrderNumber, Account.Name, EffectiveDate FROM Order WHERE ActivatedDate = NULL ORDER BY CreatedDate DESC, Id DESC LIMIT {atMost}";
        return await session.SendAsync(HttpMethod.Get, $"query?q={Uri.EscapeDataString(soql)}", null, cancellation) switch
        {
            SalesforceReply.Ok ok => new SalesforceAnswer<ImmutableArray<DraftOrder>>.Found([.. ok.Body.Items("records").Select(Read)], ok.Calls),
            SalesforceReply.Refused refused => new SalesforceAnswer<ImmutableArray<DraftOrder>>.Refused(refused.Error, refused.Calls),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private static DraftOrder Read(JsonElement row) =>
        new(
            row.Text("Id") ?? "",
            row.Text("OrderNumber") ?? "",
            row.TryGetProperty("Account", out var account) && account.ValueKind == JsonValueKind.Object ? account.Text("Name") ?? "" : "",
            LocalDatePattern.Iso.Parse(row.Text("EffectiveDate") ?? "").TryGetValue(default, out var day) ? day : null
        );
}
