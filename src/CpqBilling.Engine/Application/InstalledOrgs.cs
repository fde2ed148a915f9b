using System.Collections.Concurrent;
using CpqBilling.Core.Errors;
using CpqBilling.Engine.Installations;
using CpqBilling.Engine.Jobs;
using CpqBilling.Engine.Sync;

namespace CpqBilling.Engine.Application;

/// <summary>The connected orgs of an installation, with what can be done on each.</summary>
public sealed class InstalledOrgs(Installation installation) : IOrgApplications
{
    private readonly ConcurrentDictionary<string, Known> _known = new();

    public async Task<IReadOnlyList<OrgFace>> ListAsync(CancellationToken cancellation) =>
        [.. (await installation.Orgs.ListAsync(cancellation)).Select(FaceOf)];

    public async Task<OrgApplication?> FindAsync(string orgId, CancellationToken cancellation)
    {
        if (
            await installation.Orgs.FindAsync(orgId, cancellation) is not { } org
            || await installation.Orgs.BillingAsync(org, cancellation) is not { } billing
        )
        {
            return null;
        }

        var face = FaceOf(org);
        return _known
            .AddOrUpdate(orgId, _ => Open(org, billing, face), (_, known) => known.Fits(org, billing) ? known : Open(org, billing, face))
            .Application;
    }

    private Known Open(ConnectedOrg org, BillingOrg billing, OrgFace face) =>
        new(
            org,
            billing,
            new OrgApplication(
                billing,
                face,
                installation.Audit,
                (orderId, cancellation) => new ContractJobs(billing).SyncAsync(new RecordRef("Order", orderId), "button", cancellation)
            )
        );

    private static OrgFace FaceOf(ConnectedOrg org)
    {
        var account = org.Primary?.Connection;
        return new OrgFace(
            org.Id,
            org.Connection.Org.Name,
            org.Connection.Salesforce.InstanceUrl,
            account?.Account.Id,
            account?.Account.IsLive == true,
            account?.Connection.ApiBase is { } standIn ? new Uri(standIn) : null
        );
    }

    private sealed record Known(ConnectedOrg Org, BillingOrg Billing, OrgApplication Application)
    {
        /// <summary>Connections and configuration are as they were.</summary>
        public bool Fits(ConnectedOrg org, BillingOrg billing) =>
            ReferenceEquals(org, Org) && billing.ConfigurationVersion == Billing.ConfigurationVersion;
    }
}
