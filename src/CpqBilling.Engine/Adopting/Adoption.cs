using System.Collections.Concurrent;
using System.Collections.Immutable;
using CpqBilling.Core.Errors;
using CpqBilling.Engine.Jobs;
using CpqBilling.Engine.Sync;
using CpqBilling.Salesforce;
using CpqBilling.Storage.Leases;
using CpqBilling.Stripe.Pacing;

namespace CpqBilling.Engine.Adopting;

/// <summary>Takes over contracts that Stripe bills already, by the ids in Salesforce: after the database was lost, from a copy, or from another connector.</summary>
/// <remarks>Nothing is made or changed in Stripe or Salesforce. Each contract is looked at under its lease, so that a service may run beside it.</remarks>
public sealed class Adoption(BillingOrg org)
{
    private const int AtOnce = 8;
    private readonly BillingOrg _org = org with { Stripe = org.Stripe.For(RequestUrgency.Backfill) };

    /// <param name="keeps">False only compares.</param>
    /// <param name="progress">Told after each family of contracts, from any thread: orders looked at, of those listed so far.</param>
    public async Task<AdoptionOutcome> RunAsync(bool keeps, Action<int, int>? progress, CancellationToken cancellation)
    {
        var found = new ConcurrentBag<AdoptedContract>();
        var (looked, listed) = (0, 0);
        for (string? after = null, next = ""; next is not null; after = next)
        {
            var answer = await new ActivatedOrders(_org.Salesforce).ReadLinkedAsync(after, cancellation);
            if (answer is not SalesforceAnswer<ImmutableArray<OrderOfFamily>>.Found { Value: var part })
            {
                return new AdoptionOutcome.Refused(((SalesforceAnswer<ImmutableArray<OrderOfFamily>>.Refused)answer).Error);
            }

            listed += part.Length;
            await Parallel.ForEachAsync(
                part.GroupBy(order => order.Family, order => order.Id),
                new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation },
                async (family, token) =>
                {
                    foreach (var contract in await FamilyAsync(family.Key, [.. family], keeps, token))
                    {
                        found.Add(contract);
                    }

                    progress?.Invoke(Interlocked.Add(ref looked, family.Count()), listed);
                }
            );
            next = part.Length == ActivatedOrders.PartSize ? part[^1].Id : null;
        }

        // Orders of one contract may stand in two parts of the list.
        var contracts = found
            .OrderBy(contract => contract.Number, StringComparer.Ordinal)
            .DistinctBy(contract => contract.OrderId)
            .ToImmutableArray();
        return new AdoptionOutcome.Looked(contracts);
    }

    private async Task<ImmutableArray<AdoptedContract>> FamilyAsync(
        string family,
        ImmutableArray<string> orders,
        bool keeps,
        CancellationToken cancellation
    )
    {
        await using var lease = await HeldLease.TryTakeAsync(_org.Database, new FamilyKey(_org.Facts.OrgId, family), cancellation);
        if (lease is null)
        {
            return Busy(orders);
        }

        try
        {
            var found = ImmutableArray.CreateBuilder<AdoptedContract>();
            var left = orders.ToList();
            while (left.Count > 0)
            {
                // The latest order of a contract is read with all before it.
                var order = left[^1];
                var contract = await new ContractAdoption(_org, lease).LookAsync(order, keeps, cancellation);
                found.Add(contract);
                left.RemoveAll(id => id == order || contract.Orders.Contains(id));
            }

            return found.ToImmutable();
        }
        catch (LeaseLostException)
        {
            return Busy(orders);
        }
        finally
        {
            await lease.ReleaseAsync();
        }
    }

    private static ImmutableArray<AdoptedContract> Busy(ImmutableArray<string> orders) =>
        [.. orders.Select(order => ContractAdoption.NotRead(order, ConnectionErrors.ContractBusy(new RecordRef("Order", order))))];
}
