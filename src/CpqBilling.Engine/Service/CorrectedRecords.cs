using System.Collections.Immutable;
using CpqBilling.Core.Errors;
using CpqBilling.Engine.Jobs;
using CpqBilling.Engine.Sync;
using CpqBilling.Salesforce;
using CpqBilling.Storage.Jobs;
using CpqBilling.Storage.Rows;
using NodaTime;

namespace CpqBilling.Engine.Service;

/// <summary>Lets refused contracts run again when a record that their errors name was changed, or the configuration or a connection was.</summary>
/// <remarks>
/// Asked each minute for what was refused within the last hour, and every quarter of an hour for all. A change shortly before a run read the record
/// may be one that it did not see, as the clocks of both sides differ: such a contract runs once more for nothing.
/// </remarks>
public sealed class CorrectedRecords(BillingOrg org)
{
    private static readonly Duration Minute = Duration.FromMinutes(1);
    private static readonly Duration Quarter = Duration.FromMinutes(15);
    private static readonly Duration Recent = Duration.FromHours(1);
    private static readonly Duration Skew = Duration.FromMinutes(1);
    private readonly ParkedRecords _parked = new(org.Database);

    /// <summary>Asks what is due to be asked since the last time.</summary>
    /// <param name="last">When it was last asked for recent and for all refusals.</param>
    /// <returns>When it was asked now.</returns>
    public async Task<AskedAt> AskAsync(AskedAt last, CancellationToken cancellation)
    {
        var now = org.Now;
        if (now - last.Recent < Minute)
        {
            return last;
        }

        var isForAll = now - last.All >= Quarter;
        var families = await _parked.BeforeConfigurationAsync(org.Facts.OrgId, cancellation);
        await ReleaseAsync(families, "changed configuration", cancellation);
        await ReleaseAsync(await _parked.BeforeConnectionAsync(org.Facts.OrgId, cancellation), "renewed connection", cancellation);
        await ReleaseAsync(await CorrectedAsync(isForAll ? Instant.MinValue : now - Recent, cancellation), "corrected record", cancellation);
        return new AskedAt(now, isForAll ? now : last.All);
    }

    /// <summary>Families of which a record was changed; an org that does not answer is asked again with the next round.</summary>
    private async Task<ImmutableArray<string>> CorrectedAsync(Instant parkedAfter, CancellationToken cancellation)
    {
        var awaited = await _parked.AwaitedAsync(org.Facts.OrgId, parkedAfter, cancellation);
        if (
            awaited.IsEmpty
            || await new ModifiedReader(org.Salesforce).ReadAsync([.. awaited.Select(row => row.Record)], cancellation)
                is not SalesforceAnswer<ImmutableDictionary<string, Instant>>.Found { Value: var modified }
        )
        {
            return [];
        }

        var corrected = awaited.Where(row => modified.TryGetValue(row.Record.Id, out var at) && at > (row.ModifiedAt ?? row.ReadAt - Skew));
        var families = corrected.Select(row => row.Family).Distinct().ToImmutableArray();
        await _parked.NoteAsync(org.Facts.OrgId, modified, cancellation);
        return families;
    }

    private Task ReleaseAsync(ImmutableArray<string> families, string reason, CancellationToken cancellation) =>
        families.IsEmpty
            ? Task.CompletedTask
            : new ContractJobs(org).EnqueueAsync(
                [.. families.Select(family => new ContractNotice(family, [], reason, JobPriority.Live, org.Now))],
                cancellation
            );
}
