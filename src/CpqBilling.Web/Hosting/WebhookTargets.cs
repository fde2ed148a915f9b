using CpqBilling.Engine.Installations;
using CpqBilling.Engine.StripeEvents;

namespace CpqBilling.Web.Hosting;

/// <summary>Finds whom an event of Stripe is for among the connected orgs.</summary>
internal static class WebhookTargets
{
    public static async Task<WebhookTarget?> FindAsync(Installation installation, string orgId, string accountId, CancellationToken cancellation)
    {
        var org = await installation.Orgs.FindAsync(orgId, cancellation);
        return org?.Accounts.FirstOrDefault(known => known.Connection.Account.Id == accountId) is { } account
            ? new WebhookTarget(
                account.Connection.WebhookSecrets,
                async (notice, token) =>
                    await installation.Orgs.BillingAsync(org, token) is { } billing && await new StripeEventWork(billing).HandleAsync(notice, token)
            )
            : null;
    }
}
