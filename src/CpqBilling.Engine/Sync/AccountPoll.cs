using System.Collections.Immutable;
using CpqBilling.Core.Errors;
using CpqBilling.Salesforce;
using CpqBilling.Storage;
using CpqBilling.Storage.Leases;
using NodaTime;

namespace CpqBilling.Engine.Sync;

/// <summary>Updates the customers of accounts that changed, without waiting for an order (setting <c>accountSync</c>).</summary>
/// <remarks>Accounts without a customer wait for their first order. The cursor moves behind a page when the page is synced; what failed by itself is asked for again.</remarks>
public sealed class AccountPoll(BillingOrg org)
{
    private const string Stream = "Account";
    private readonly PollCursorStore _cursors = new(org.Database);

    /// <returns>What became of each account that changed; nothing when the setting is off.</returns>
    public async Task<IReadOnlyList<RecordReport>> PollAsync(CancellationToken cancellation)
    {
        var reports = new List<RecordReport>();
        for (var isLast = !org.Filters.AccountSync || !org.ConfigurationErrors.IsEmpty; !isLast; )
        {
            var position = await _cursors.ReadAsync(org.Facts.OrgId, Stream, cancellation);
            var from = new PollCursor(position?.ModifiedAt ?? Instant.FromUnixTimeSeconds(0), position?.RecordId);
            var readAt = await new ContractLeases(org.Database).NowAsync(cancellation);
            var reader = new RecordReader(org.Salesforce);
            var answer = await reader.ChangedAccountsAsync(from, org.Filters.Account, new RecordSnapshotReader(org).Request, cancellation);
            if (answer is not SalesforceAnswer<ChangedRecords>.Found { Value: var changed })
            {
                break;
            }

            ImmutableArray<RecordRef> accounts = [.. changed.Page.Ids.Select(id => new RecordRef(Stream, id))];
            var page = await new RecordSync(org).PageAsync(changed.Page.Records, accounts, "account poll", readAt, cancellation);
            reports.AddRange(page);
            if (page.Any(report => report.Report.Outcome == SyncOutcome.Failed))
            {
                break;
            }

            await _cursors.MoveAsync(
                org.Facts.OrgId,
                Stream,
                new StreamPosition(changed.Next.ModifiedAt, changed.Next.AfterId, null),
                org.Now,
                cancellation
            );
            isLast = changed.Page.IsLast;
        }

        return reports;
    }
}
