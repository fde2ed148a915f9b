using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using CpqBilling.Core.Errors;
using CpqBilling.Engine.Sync;
using CpqBilling.Salesforce;
using CpqBilling.Salesforce.Bulk;
using CpqBilling.Storage;

namespace CpqBilling.Engine.Application.Backfilling;

/// <summary>Reads many orders by a query job of Salesforce; the job and the page it has come to are remembered, so that another process goes on there.</summary>
/// <param name="stream">Names the cursor: the job as its record, the locator of the next page as its replay id.</param>
internal sealed class BulkListing(BillingOrg org, string stream)
{
    private readonly BulkOrders _orders = new(org.Salesforce);
    private readonly PollCursorStore _cursors = new(org.Database);

    /// <summary>Pages, each with the step that says it is stored; whoever stores it moves the cursor.</summary>
    public async IAsyncEnumerable<(SalesforceAnswer<ImmutableArray<OrderOfFamily>> Part, StreamMove? Move)> ReadAsync(
        OrderSpan span,
        int pageSize,
        [EnumeratorCancellation] CancellationToken cancellation
    )
    {
        var (position, refusal) = await ReadyAsync(span, cancellation);
        while (refusal is null && position is { RecordId: { } job })
        {
            var answer = await _orders.ReadAsync(job, position.ReplayId, pageSize, cancellation);
            if (answer is not SalesforceAnswer<(ImmutableArray<OrderOfFamily> Orders, string? Next)>.Found { Value: var page, Calls: var calls })
            {
                refusal = ((SalesforceAnswer<(ImmutableArray<OrderOfFamily>, string?)>.Refused)answer).Error;
                break;
            }

            var next = new StreamPosition(position.ModifiedAt, page.Next is null ? null : job, page.Next);
            yield return (
                new SalesforceAnswer<ImmutableArray<OrderOfFamily>>.Found(page.Orders, calls),
                new StreamMove(org.Facts.OrgId, stream, position, next, org.Now)
            );
            position = next;
        }

        if (refusal is not null)
        {
            yield return (new SalesforceAnswer<ImmutableArray<OrderOfFamily>>.Refused(refusal, 0), null);
        }
    }

    /// <summary>The job that was begun, where it still is there; else a new one.</summary>
    private async Task<(StreamPosition? Position, SyncError? Refusal)> ReadyAsync(OrderSpan span, CancellationToken cancellation)
    {
        var known = await _cursors.ReadAsync(org.Facts.OrgId, stream, cancellation);
        if (known is { RecordId: { } begun } && await _orders.WaitAsync(begun, cancellation) is SalesforceAnswer<string?>.Found { Value: null })
        {
            return (known, null);
        }

        var begin = await _orders.BeginAsync(span, cancellation);
        if (begin is not SalesforceAnswer<string>.Found { Value: var job })
        {
            return (null, ((SalesforceAnswer<string>.Refused)begin).Error);
        }

        var position = new StreamPosition(org.Now, job, null);
        await _cursors.MoveAsync(org.Facts.OrgId, stream, position, org.Now, cancellation);
        return await _orders.WaitAsync(job, cancellation) switch
        {
            SalesforceAnswer<string?>.Found { Value: null } => (position, null),
            SalesforceAnswer<string?>.Found { Value: var why } => (
                null,
                ConnectionErrors.SalesforceUnreachable(org.Salesforce.Org, $"the query job ended: {why}")
            ),
            SalesforceAnswer<string?>.Refused refused => (null, refused.Error),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }
}
