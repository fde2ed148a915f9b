using System.Collections.Concurrent;
using System.Collections.Immutable;
using CpqBilling.Core.Errors;
using CpqBilling.Core.Translation;
using CpqBilling.Engine.Application.Drafts;
using CpqBilling.Engine.Sync;
using CpqBilling.Engine.Sync.Listing;
using CpqBilling.Salesforce;
using NodaTime;

namespace CpqBilling.Engine.Application.Rehearsals;

/// <summary>Translates the newest activated orders of an org and creates nothing: what switching sync on would do.</summary>
public sealed class Rehearsal(BillingOrg org)
{
    public const int UsualOrders = 200;
    public const int MostOrders = 2_000;
    private const int AtOnce = 4;

    /// <param name="progress">Told after each order, from any thread.</param>
    public async Task<RehearsalOutcome> PlayAsync(int orders, Action<SweepProgress>? progress, CancellationToken cancellation)
    {
        var found = await new NewestOrders(org.Salesforce).ReadAsync(org.OrderFilter, Math.Clamp(orders, 1, MostOrders), cancellation);
        if (found is SalesforceAnswer<ImmutableArray<string>>.Refused refused)
        {
            return new RehearsalOutcome.NotPlayed(refused.Error);
        }

        return await PlayAsync(((SalesforceAnswer<ImmutableArray<string>>.Found)found).Value, progress, cancellation);
    }

    /// <param name="ids">Orders, those of one contract best behind one another, the latest first.</param>
    /// <param name="progress">Told after each order, from any thread.</param>
    public async Task<RehearsalOutcome> PlayAsync(ImmutableArray<string> ids, Action<SweepProgress>? progress, CancellationToken cancellation)
    {
        var played = new ConcurrentDictionary<string, RehearsedContract>();
        var seen = new ConcurrentDictionary<string, bool>();
        var done = 0;
        await Parallel.ForEachAsync(
            ids,
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation },
            async (id, token) =>
            {
                // Newest first: an order of a contract that was read already is part of it.
                if (!seen.ContainsKey(id))
                {
                    await PlayAsync(id, played, seen, token);
                }

                progress?.Invoke(new SweepProgress(Interlocked.Increment(ref done), ids.Length));
            }
        );
        return new RehearsalOutcome.Played(ids.Length, [.. played.Values.OrderByDescending(contract => contract.Number, StringComparer.Ordinal)]);
    }

    private async Task PlayAsync(
        string orderId,
        ConcurrentDictionary<string, RehearsedContract> played,
        ConcurrentDictionary<string, bool> seen,
        CancellationToken cancellation
    )
    {
        var read = await new SnapshotReader(org).ReadAsync(orderId, cancellation);
        if (read.Snapshot is not { } snapshot)
        {
            played[orderId] = new RehearsedContract(orderId, orderId, "", null, null, null, 0, 0, [read.Error!], null);
            return;
        }

        var contents = ContractContents.Of(snapshot);
        foreach (var order in contents.Orders)
        {
            seen[order.Id] = true;
        }

        played.TryAdd(contents.ContractKey, Of(contents, snapshot));
    }

    private static RehearsedContract Of(ContractContents contents, OrderSnapshot snapshot)
    {
        var result = CheckedTranslation.Of(snapshot);
        var translated = result as Translated;
        var forecast = translated?.Forecast();
        var today = snapshot.Now.InZone(snapshot.Settings.BillingTimeZone).Date;
        var sold = contents.Orders.Select(contents.SoldBy).ToList();
        return new RehearsedContract(
            snapshot.TriggerOrderId,
            contents.Trigger?.Label ?? snapshot.TriggerOrderId,
            contents.Account?.Text("Name") ?? "",
            contents.Currency,
            sold.Contains(null) ? null : sold.Sum(),
            forecast?.Total,
            forecast?.Invoices.Where(invoice => invoice.Date <= today.PlusYears(1)).Sum(invoice => invoice.Total) ?? 0,
            translated?.Plan.Steps.Length ?? 0,
            result is Rejected rejected ? rejected.Errors : ImmutableArray<SyncError>.Empty,
            (result as Skipped)?.Reason
        );
    }
}
