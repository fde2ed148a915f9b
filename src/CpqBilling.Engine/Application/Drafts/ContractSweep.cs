using System.Collections.Concurrent;
using CpqBilling.Core.Mapping;
using CpqBilling.Core.Pricing;
using CpqBilling.Core.Settings;
using CpqBilling.Core.Translation;
using CpqBilling.Engine.Configurations;
using CpqBilling.Engine.Sync;

namespace CpqBilling.Engine.Application.Drafts;

/// <summary>Looks through all contracts of an org with two configurations: each as it was last read where that suffices, else read anew.</summary>
/// <remarks>A few are read at once, so that syncs keep most of both systems' allowances.</remarks>
internal sealed class ContractSweep(BillingOrg org, OrgConfiguration draft)
{
    private const int AtOnce = 4;
    private readonly FieldMappings _loaded = FieldMappings.OfBoth(org.Mappings, draft.Mappings);
    private readonly bool _filterDiffers = org.OrderFilter != draft.OrderFilter;
    private readonly ConcurrentBag<ContractImpact> _changed = [];
    private readonly ConcurrentBag<UnreadContract> _unread = [];
    private int _done;

    public async Task<ImpactOutcome.Told> RunAsync(Action<SweepProgress>? progress, CancellationToken cancellation)
    {
        var contracts = await ListedContract.AllAsync(org, cancellation);
        await Parallel.ForEachAsync(
            contracts,
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation },
            async (contract, token) =>
            {
                await LookAsync(contract, token);
                progress?.Invoke(new SweepProgress(Interlocked.Increment(ref _done), contracts.Count));
            }
        );
        return new ImpactOutcome.Told(
            ConfigurationImpact.Sorted(_changed),
            contracts.Count - _unread.Count,
            [.. _unread.OrderBy(contract => contract.Number, StringComparer.Ordinal)]
        );
    }

    private async Task LookAsync(ListedContract contract, CancellationToken cancellation)
    {
        if (KeptFor(contract) is { } kept)
        {
            Compare(kept, kept);
            return;
        }

        var before = await ReadAsync(contract, org.OrderFilter, cancellation);
        // Which orders count is asked of Salesforce, so a changed filter needs a reading of its own.
        var after = _filterDiffers && before is not null ? await ReadAsync(contract, draft.OrderFilter, cancellation) : before;
        if (before is not null && after is not null)
        {
            Compare(before, after);
        }
    }

    private void Compare(OrderSnapshot before, OrderSnapshot after)
    {
        var now = org.Now;
        var impact = ConfigurationImpact.Of(
            before with
            {
                Settings = org.Settings,
                Mappings = org.Mappings,
                Now = now,
            },
            after with
            {
                Settings = draft.Settings,
                Mappings = draft.Mappings,
                Now = now,
            }
        );
        if (impact is not null)
        {
            _changed.Add(impact);
        }
    }

    private async Task<OrderSnapshot?> ReadAsync(ListedContract contract, string filter, CancellationToken cancellation)
    {
        var settings = draft.Settings with { Coupons = org.Settings.Coupons || draft.Settings.Coupons };
        var reading = org with { Mappings = _loaded, OrderFilter = filter, Settings = settings };
        var read = await new SnapshotReader(reading).ReadAsync(contract.OrderId, cancellation);
        if (read.Error is { } error)
        {
            _unread.Add(new UnreadContract(contract.Key, contract.Number, error));
        }

        return read.Snapshot;
    }

    /// <summary>What was last read, when it holds all that both configurations look at.</summary>
    private OrderSnapshot? KeptFor(ListedContract contract) =>
        !_filterDiffers && org.Contracts.Find(contract.Key) is { } kept && Holds(kept, org.Settings) && Holds(kept, draft.Settings) ? kept : null;

    private bool Holds(OrderSnapshot kept, BillingSettings settings) =>
        kept.Mappings.Reaches(_loaded)
        && (kept.Settings.Coupons || !settings.Coupons)
        && (kept.Settings.BillingDay.Path == settings.BillingDay.Path || settings.BillingDay.Path is null)
        && MeterSpec.PathsOf(settings.MeterEventName).All(MeterSpec.PathsOf(kept.Settings.MeterEventName).Contains);
}
