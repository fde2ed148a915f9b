using System.Collections.Immutable;

namespace CpqBilling.Salesforce.Bulk;

/// <summary>Lists activated orders by a query job, where they are too many to be asked for part by part.</summary>
public sealed class BulkOrders(SalesforceSession session)
{
    private readonly BulkQuery _query = new(session);

    /// <returns>The id of the job, which is there for seven days.</returns>
    public Task<SalesforceAnswer<string>> BeginAsync(OrderSpan span, CancellationToken cancellation) =>
        _query.BeginAsync(session.Names.Query("Order", $"SELECT {FamilyReader.Fields} FROM Order WHERE {span.Condition}"), cancellation);

    /// <summary>Waits until the job has ended.</summary>
    /// <returns>Null when it can be read; what became of it when it cannot.</returns>
    public Task<SalesforceAnswer<string?>> WaitAsync(string job, CancellationToken cancellation) => _query.WaitAsync(job, cancellation);

    /// <param name="locator">Where the page begins; null is the first.</param>
    /// <param name="pageSize">Orders at most.</param>
    /// <returns>With the locator of the next page, null on the last.</returns>
    public async Task<SalesforceAnswer<(ImmutableArray<OrderOfFamily> Orders, string? Next)>> ReadAsync(
        string job,
        string? locator,
        int pageSize,
        CancellationToken cancellation
    ) =>
        await _query.ReadAsync(job, locator, pageSize, cancellation) switch
        {
            SalesforceAnswer<BulkPage>.Found { Value: var page, Calls: var calls } => new SalesforceAnswer<(
                ImmutableArray<OrderOfFamily>,
                string?
            )>.Found(([.. page.Rows.Select(Order)], page.Next), calls),
            SalesforceAnswer<BulkPage>.Refused refused => new SalesforceAnswer<(ImmutableArray<OrderOfFamily>, string?)>.Refused(
                refused.Error,
                refused.Calls
            ),
            _ => throw new System.Diagnostics.UnreachableException(),
        };

    private static OrderOfFamily Order(ImmutableDictionary<string, string> row)
    {
        var id = row["Id"];
        var family = FamilyReader.FamilyOf(
            id,
            row.GetValueOrDefault("SBQQ__Quote__c"),
            row.GetValueOrDefault("Opportunity.SBQQ__AmendedContract__c"),
            row.GetValueOrDefault("Opportunity.SBQQ__AmendedContract__r.SBQQ__Quote__c")
        );
        return new OrderOfFamily(id, family);
    }
}
