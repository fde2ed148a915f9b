using CpqBilling.Core.Errors;
using CpqBilling.Engine.Installations;
using CpqBilling.Engine.Sync;
using CpqBilling.Salesforce;
using CpqBilling.Storage;

namespace CpqBilling.Engine.Service;

/// <summary>Tells an org its Stripe accounts once after they were connected or changed.</summary>
internal sealed class ToldAccounts(BillingOrg org, ConnectedOrg connected)
{
    private const string Stream = "Stripe accounts";
    private readonly PollCursorStore _cursors = new(org.Database);

    /// <returns>Why Salesforce did not take them; what passes is tried again, the rest when a connection is changed.</returns>
    public async Task<SyncError?> TellAsync(CancellationToken cancellation)
    {
        var revision = connected.Connection.Revision;
        if ((await _cursors.ReadAsync(org.Facts.OrgId, Stream, cancellation))?.ReplayId == revision)
        {
            return null;
        }

        var rows = connected.Accounts.Select(account => Row(account.Connection)).ToList();
        var refusal = await new StripeAccountWriter(org.Salesforce).WriteAsync(rows, cancellation);
        if (refusal is null || !PlanRun.IsTransient(refusal))
        {
            await _cursors.MoveAsync(org.Facts.OrgId, Stream, new StreamPosition(null, null, revision), org.Now, cancellation);
        }

        return refusal;
    }

    private static StripeAccountRow Row(StripeAccountConnection account) =>
        new(account.Account.Id, account.Account.Name, account.Account.IsLive, account.IsPrimary);
}
