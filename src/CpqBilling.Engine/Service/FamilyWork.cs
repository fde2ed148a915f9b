using System.Collections.Immutable;
using CpqBilling.Engine.Jobs;
using CpqBilling.Engine.Sync;
using CpqBilling.Engine.Telemetry;

namespace CpqBilling.Engine.Service;

/// <summary>Works off the queue, one family of contracts at a time, and tells whoever watches.</summary>
internal sealed class FamilyWork(BillingOrg org, RunFeed feed)
{
    private readonly ContractJobs _jobs = new(org);

    /// <summary>Families that are due and nobody works on, most urgent first.</summary>
    public Task<ImmutableArray<string>> DueAsync(int atMost, CancellationToken cancellation) => _jobs.DueAsync(atMost, cancellation);

    /// <summary>Nothing when nothing is due, or somebody else is at it.</summary>
    public async Task WorkAsync(string family, CancellationToken cancellation)
    {
        var orgId = org.Facts.OrgId;
        using var span = BillingActivities.StartJob(orgId, family);
        var worked = await _jobs.WorkAsync(family, cancellation, record => feed.TellBegan(new SyncBegan(orgId, record.Id)));
        foreach (var (record, report) in worked?.Reports.Where(entry => entry.Report.MovedTo is null) ?? [])
        {
            span?.Note(report);
            feed.TellEnded(new SyncEnded(orgId, record.Id, report));
        }
    }
}
