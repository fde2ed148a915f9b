using System.Collections.Immutable;

namespace CpqBilling.Salesforce;

/// <summary>Lists the orders that were activated last, whether they are billed or not.</summary>
public sealed class NewestOrders(SalesforceSession session)
{
    /// <summary>Ids, the newest first. One call.</summary>
    public async Task<SalesforceAnswer<ImmutableArray<string>>> ReadAsync(string orderFilter, int atMost, CancellationToken cancellation)
    {
        var filter = string.IsNullOrWhiteSpace(orderFilter) ? Soql.DefaultOrderFilter : orderFilter;
        var soql = session.Names.Query("Order", $"SELECT Id FROM Order WHERE ({filter}) ORDER BY ActivatedDate DESC, Id DESC LIMIT {atMost}");
        return await session.SendAsync(HttpMethod.Get, $"query?q={Uri.EscapeDataString(soql)}", null, cancellation) switch
        {
            SalesforceReply.Ok ok => new SalesforceAnswer<ImmutableArray<string>>.Found(
                [.. ok.Body.Items("records").Select(row => row.Text("Id")).OfType<string>()],
                ok.Calls
            ),
            SalesforceReply.Refused refused => new SalesforceAnswer<ImmutableArray<string>>.Refused(refused.Error, refused.Calls),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }
}
