using System.Collections.Immutable;
using CpqBilling.Core.Contract;
using CpqBilling.Core.Errors;
using CpqBilling.Core.Pricing;
using CpqBilling.Core.Translation;
using CpqBilling.Salesforce;
using CpqBilling.Storage;
using CpqBilling.Storage.Objects;
using CpqBilling.Stripe.Reading;
using NodaTime;

namespace CpqBilling.Engine.Sync;

/// <summary>Loads everything a translation may know; the only reading there is, for syncs and previews alike.</summary>
public sealed class SnapshotReader(BillingOrg org)
{
    /// <summary>Behind an order id in the store of instants: when its full termination was first applied.</summary>
    public const string TerminationSuffix = ":termination";

    /// <param name="now">The present, when it is another than the clock's: that of a run whose request is sent again.</param>
    public async Task<SnapshotRead> ReadAsync(string orderId, CancellationToken cancellation, Instant? now = null)
    {
        var request = new LoadRequest(orderId)
        {
            OrderFilter = org.OrderFilter,
            Coupons = org.Settings.Coupons,
            MultiCurrency = org.MultiCurrency,
            Mappings = org.Mappings,
            OrderItemPaths = MeterSpec.PathsOf(org.Settings.MeterEventName),
            OrderPaths = org.Settings.BillingDay.Path is { } billingDay ? [billingDay] : [],
        };
        var load = await new ContractLoader(org.Salesforce).LoadAsync(request, cancellation);
        if (load is not ContractLoaded loaded)
        {
            return new SnapshotRead(null, ((ContractNotLoaded)load).Error);
        }

        var snapshot = new OrderSnapshot
        {
            Records = loaded.Records,
            TriggerOrderId = loaded.TriggerOrderId,
            EligibleOrderIds = loaded.EligibleOrderIds,
            Settings = org.Settings,
            Mappings = org.Mappings,
            Now = now ?? org.Now,
            Org = org.Facts,
        };
        return await AddStripeAsync(await AddMemoryAsync(snapshot, cancellation), cancellation);
    }

    private async Task<OrderSnapshot> AddMemoryAsync(OrderSnapshot snapshot, CancellationToken cancellation)
    {
        var orders = snapshot.Records.OfType("Order").Select(order => order.Id).ToList();
        var keys = orders.Concat(orders.Select(id => id + TerminationSuffix)).ToList();
        var instants = await new EffectiveInstantStore(org.Database).ReadAsync(org.Facts.OrgId, keys, cancellation);
        return snapshot with
        {
            Sent = await new ObjectMap(org.Database).SentAsync(org.Facts.OrgId, orders, cancellation),
            EffectiveInstants = instants.Where(row => !row.Key.EndsWith(TerminationSuffix, StringComparison.Ordinal)).ToImmutableDictionary(),
            TerminationInstants = instants
                .Where(row => row.Key.EndsWith(TerminationSuffix, StringComparison.Ordinal))
                .ToImmutableDictionary(row => row.Key[..^TerminationSuffix.Length], row => row.Value),
        };
    }

    private async Task<SnapshotRead> AddStripeAsync(OrderSnapshot snapshot, CancellationToken cancellation)
    {
        if (StripeReadListBuilder.For(snapshot) is not { } list)
        {
            return new SnapshotRead(snapshot, null);
        }

        var map = new ObjectMap(org.Database);
        var known = await map.LookupAsync(org.Facts.OrgId, [.. list.Ids.Select(named => named.Id)], cancellation);
        var former = await map.FormerIdsAsync(org.Facts.OrgId, RecordsOf(snapshot), cancellation);
        var reading = await new StripeStateReader(org.Stripe).ReadAsync(
            list,
            new RememberedStripe(known, former),
            org.Settings.MetadataPrefix,
            cancellation
        );
        return reading switch
        {
            StripeWasRead read => await AddFurtherAsync(snapshot with { Stripe = read.Snapshot }, cancellation),
            StripeNotRead { Error: var error } => new SnapshotRead(null, error),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private async Task<SnapshotRead> AddFurtherAsync(OrderSnapshot snapshot, CancellationToken cancellation)
    {
        while (StripeReadListBuilder.Further(snapshot) is { } list)
        {
            var reading = await new StripeStateReader(org.Stripe).ReadAsync(
                list,
                RememberedStripe.Nothing,
                org.Settings.MetadataPrefix,
                cancellation
            );
            if (reading is StripeNotRead { Error: var error })
            {
                return new SnapshotRead(null, error);
            }

            var objects = ((StripeWasRead)reading).Snapshot.Objects;
            snapshot = snapshot with { Stripe = snapshot.Stripe with { Objects = snapshot.Stripe.Objects.SetItems(objects) } };
        }

        return new SnapshotRead(snapshot, null);
    }

    private static List<string> RecordsOf(OrderSnapshot snapshot) =>
        [
            .. new[] { "Account", "Order", "OrderItem", "Product2", "PricebookEntry", "Order_Stripe_Coupon__c" }
                .SelectMany(snapshot.Records.OfType)
                .Select(record => record.Id),
        ];
}

/// <summary>A snapshot, or the error that kept it from being read.</summary>
public sealed record SnapshotRead(OrderSnapshot? Snapshot, SyncError? Error);
