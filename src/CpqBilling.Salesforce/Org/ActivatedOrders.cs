using System.Collections.Immutable;
using NodaTime;
using NodaTime.Text;

namespace CpqBilling.Salesforce;

/// <summary>Lists activated orders by id, a part at a time, so that a long list is read whole while orders come and go.</summary>
public sealed class ActivatedOrders(SalesforceSession session)
{
    /// <summary>As many as one answer holds.</summary>
    public const int PartSize = 2_000;

    /// <param name="from">Activated at or after it; null for all.</param>
    /// <param name="until">Activated before it; null for all.</param>
    /// <param name="after">The last id of the part before; null begins.</param>
    /// <returns>Ids in order; fewer than <see cref="PartSize"/> where the list ends. One call.</returns>
    public async Task<SalesforceAnswer<ImmutableArray<string>>> ReadAsync(
        string orderFilter,
        Instant? from,
        Instant? until,
        string? after,
        CancellationToken cancellation
    )
    {
        var filter = string.IsNullOrWhiteSpace(orderFilter) ? Soql.DefaultOrderFilter : orderFilter;
        var conditions =
            $"({filter})"
            + (from is { } first ? $" AND ActivatedDate >= {InstantPattern.General.Format(first)}" : "")
            + (until is { } last ? $" AND ActivatedDate < {InstantPattern.General.Format(last)}" : "")
            + (after is { } id ? $" AND Id > {Soql.Quoted(id)}" : "");
        var soql = session.Names.Query("Order", $"SELECT Id FROM Order WHERE {conditions} ORDER BY Id LIMIT {PartSize}");
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
