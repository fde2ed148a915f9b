using System.Collections.Immutable;
using CpqBilling.Core.Contract;
using CpqBilling.Core.Cpq;
using CpqBilling.Core.Mapping;
using CpqBilling.Core.Pricing;
using CpqBilling.Core.StripeState;
using NodaTime;

namespace CpqBilling.Core.Comparison;

/// <summary>Reads from a schedule when orders took effect: in the phase that names the order, or the first one that holds a line of it.</summary>
internal sealed class HeldOrders
{
    private readonly ScheduleState _schedule;
    private readonly RecordMetadata _metadata;
    private readonly Dictionary<string, int> _firstPhaseOfLine;
    private readonly Dictionary<string, int> _firstPhaseOfOrder;

    private HeldOrders(ScheduleState schedule, RecordMetadata metadata)
    {
        _schedule = schedule;
        _metadata = metadata;
        _firstPhaseOfLine = FirstPhases(phase => phase.Items.Select(item => item.Metadata.GetValueOrDefault(metadata.IdKey("OrderItem"))));
        _firstPhaseOfOrder = FirstPhases(phase => [phase.Metadata.GetValueOrDefault(metadata.IdKey("Order"))]);
    }

    public static ScheduleMemory Of(ScheduleState schedule, RecordMetadata metadata, IEnumerable<Order> orders)
    {
        var held = new HeldOrders(schedule, metadata);
        var began = orders.Select(order => (order.Id, Phase: held.FirstPhaseOf(order))).Where(row => row.Phase is not null);
        return new ScheduleMemory(began.ToImmutableDictionary(row => row.Id, row => row.Phase!.Start), schedule.CurrentPhaseStart);
    }

    /// <summary>Where the order begins, if that is an instant of its own: a later phase that names it may have begun with another order.</summary>
    private PhaseState? FirstPhaseOf(Order order)
    {
        var byLine = order.Lines.Select(line => _firstPhaseOfLine.GetValueOrDefault(line.Id, int.MaxValue)).DefaultIfEmpty(int.MaxValue).Min();
        var byName = _firstPhaseOfOrder.GetValueOrDefault(order.Id, int.MaxValue);
        if (Math.Min(byLine, byName) == 0 && _schedule.IsTakenOver)
        {
            return null; // the phase began with the period in which the schedule was made
        }

        if (byLine <= byName)
        {
            return byLine == int.MaxValue ? null : _schedule.Phases[byLine];
        }

        var named = _schedule.Phases[byName];
        return named.Metadata.ContainsKey(_metadata.Key(PriceMarks.EffectiveAt)) ? named : null;
    }

    private Dictionary<string, int> FirstPhases(Func<PhaseState, IEnumerable<string?>> ids) =>
        _schedule
            .Phases.SelectMany((phase, index) => ids(phase).OfType<string>().Select(id => (Id: id, Index: index)))
            .GroupBy(row => row.Id)
            .ToDictionary(rows => rows.Key, rows => rows.Min(row => row.Index));
}
