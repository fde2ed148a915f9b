using System.Collections.Immutable;
using CpqBilling.Core.Contract;
using CpqBilling.Core.Cpq;
using CpqBilling.Core.Mapping;
using CpqBilling.Core.StripeState;

namespace CpqBilling.Core.Comparison;

/// <summary>Amendments that a schedule does not hold yet.</summary>
/// <remarks>One whose id never reached Salesforce does not wait when the schedule names it or one of its lines (docs/decisions/0025).</remarks>
internal static class WaitingOrders
{
    public static ImmutableArray<Order> Of(BillingContract contract, ScheduleState schedule, RecordMetadata metadata) =>
        [.. contract.Amendments.Where(order => order.StripeId is null && !IsHeld(schedule, order, metadata))];

    private static bool IsHeld(ScheduleState schedule, Order order, RecordMetadata metadata)
    {
        var lines = order.Lines.Select(line => line.Id).ToHashSet();
        var orderKey = metadata.IdKey("Order");
        var lineKey = metadata.IdKey("OrderItem");
        return schedule.Phases.Any(phase =>
            phase.Metadata.GetValueOrDefault(orderKey) == order.Id
            || phase.Items.Concat(phase.OneTimeItems).Any(item => item.Metadata.TryGetValue(lineKey, out var line) && lines.Contains(line))
        );
    }
}
