using System.Collections.Immutable;
using CpqBilling.Engine.Sync;
using CpqBilling.Salesforce;
using CpqBilling.Storage.Jobs;

namespace CpqBilling.Engine.Service;

/// <summary>Tells orders that somebody changed from those of which only we wrote the status.</summary>
/// <remarks>Both must hold, the time that our write gave the order and the user that changed it last: times of Salesforce are whole seconds.</remarks>
internal sealed class OwnChanges(BillingOrg org)
{
    public async Task<ImmutableArray<OrderNotice>> WithoutAsync(ImmutableArray<OrderNotice> orders, CancellationToken cancellation)
    {
        var ours = orders.Where(order => order.IsByUs).Select(order => order.OrderId).ToList();
        if (ours.Count == 0)
        {
            return orders;
        }

        var known = await new ParkedRecords(org.Database).KnownAsync(org.Facts.OrgId, ours, cancellation);
        return [.. orders.Where(order => !order.IsByUs || !known.TryGetValue(order.OrderId, out var own) || own != order.ModifiedAt)];
    }
}
