using System.Collections.Immutable;
using CpqBilling.Core.Errors;
using CpqBilling.Salesforce;
using CpqBilling.Storage;
using CpqBilling.Storage.Leases;

namespace CpqBilling.Engine.Sync;

/// <summary>Updates the customers of accounts that changed, without waiting for an order (setting <c>accountSync</c>).</summary>
/// <remarks>Accounts without a customer wait for their first order. The cursor moves behind a page when the page is synced; what failed by itself is asked for again.</remarks>
/// <param name="noticed">Kept from poll to poll.</param>
public sealed class AccountPoll(BillingOrg org, NoticedChanges noticed)
{
    private const string Stream = "Account";
    private readonly PollCursorStore _cursors = new(org.Database);

    /// <returns>What became of each account that changed; nothing when the setting is off.</returns>
    public async Task<IReadOnlyList<RecordReport>> PollAsync(CancellationToken cancellation)
    {
        var reports = new List<RecordReport>();
        var position = await _cursors.ReadAsync(org.Facts.OrgId, Stream, cancellation);
        var from = NoticedChanges.Before(position);
        for (var isLast = !org.Filters.AccountSync || !org.ConfigurationErrors.IsEmpty; !isLast; )
        {
            var readAt = await new ContractLeases(org.Database).NowAsync(cancellation);
            var reader = new RecordReader(org.Salesforce);
            var answer = await reader.ChangedAccountsAsync(from, org.Filters.Account, new RecordSnapshotReader(org).Request, cancellation);
            if (answer is not SalesforceAnswer<ChangedRecords>.Found { Value: var changed })
            {
                break;
            }

            var fresh = changed.Changes.Where(change => noticed.IsNew(change.Id, change.At)).ToImmutableArray();
            ImmutableArray<RecordRef> accounts = [.. fresh.Select(change => new RecordRef(Stream, change.Id))];
            var page = await new RecordSync(org).PageAsync(changed.Page.Records, accounts, "account poll", readAt, cancellation);
            reports.AddRange(page);
            var next = NoticedChanges.Later(position, changed.Next);
            if (page.Any(report => report.Report.Outcome == SyncOutcome.Failed) || !await MoveAsync(position, next, cancellation))
            {
                break;
            }

            foreach (var change in fresh)
            {
                noticed.Note(change.Id, change.At);
            }

            (position, from, isLast) = (next, changed.Next, changed.Page.IsLast);
        }

        noticed.Forget(position);
        return reports;
    }

    /// <returns>False when another node polls.</returns>
    private async Task<bool> MoveAsync(StreamPosition? position, StreamPosition next, CancellationToken cancellation) =>
        next == position || await _cursors.TryMoveAsync(new StreamMove(org.Facts.OrgId, Stream, position, next, org.Now), cancellation);
}
