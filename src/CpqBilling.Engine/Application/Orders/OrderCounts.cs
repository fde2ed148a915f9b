using System.Collections.Immutable;
using CpqBilling.Storage.Rows;

namespace CpqBilling.Engine.Application.Orders;

public sealed record OrderCounts(ImmutableDictionary<OrderState, int> ByState)
{
    public int Total => ByState.Values.Sum();

    public int In(OrderState state) => ByState.GetValueOrDefault(state);
}
