using System.Collections.Immutable;
using CpqBilling.Core.Cpq;
using CpqBilling.Core.StripeState;
using CpqBilling.Core.Timeline;
using CpqBilling.Core.Translation;
using NodaTime;

namespace CpqBilling.Core.Comparison;

/// <summary>Holds what the applied orders came to against the subscription, and against the schedule that waits (docs/decisions/0025).</summary>
/// <param name="waiting">The schedule that holds the subscription until a change that is planned; null where none does.</param>
internal sealed class EvergreenDrift(TranslationContext context, EvergreenLife life, SubscriptionState subscription, ScheduleState? waiting)
{
    private readonly LocalDate _today = context.Day.DateOf(context.Snapshot.Now);
    private readonly string _lineKey = context.Metadata.IdKey("OrderItem");

    /// <summary>Null where nothing was changed. On the very day of a planned change Stripe may not have made it yet.</summary>
    public Drift? Find()
    {
        var orders = context.Contract.Amendments.Where(order => order.StripeId is null && !IsHeld(order)).ToImmutableArray();
        var applied = life.WithOnly(order => !orders.Contains(order));
        var yesterday = _today.PlusDays(-1);
        var isBefore = applied.ChangesAfter(yesterday).Contains(_today) && InSubscription(applied, yesterday) is null;
        var difference = (isBefore ? null : InSubscription(applied, _today)) ?? InPlan(applied);
        return difference is null ? null : new Drift($"subscription {subscription.Id}", difference, orders);
    }

    private string? InSubscription(EvergreenLife applied, LocalDate on)
    {
        var held = subscription.Items.Select(item => (item.Metadata.GetValueOrDefault(_lineKey), item.Price, item.Quantity));
        if (Difference(applied.RunningOn(on), held) is { } difference)
        {
            return difference;
        }

        return
            waiting is null
            && applied.CanceledOn is { } canceled
            && canceled > _today
            && !applied.ChangesBeforeItEnds(_today)
            && subscription.CancelAt is null
            ? $"it is not canceled on {canceled:uuuu-MM-dd} any more"
            : null;
    }

    private string? InPlan(EvergreenLife applied)
    {
        if (!applied.ChangesBeforeItEnds(_today))
        {
            return null;
        }

        if (waiting is null)
        {
            return "the schedule of the changes that were planned is gone";
        }

        foreach (var date in applied.ChangesAfter(_today).Where(date => date != applied.CanceledOn))
        {
            var phase = waiting.Phases.FirstOrDefault(phase => phase.Start == context.Day.StartOf(date));
            var difference = phase is null
                ? "the schedule does not change it then any more"
                : Difference(
                    applied.RunningOn(date),
                    phase.Items.Select(item => (item.Metadata.GetValueOrDefault(_lineKey), item.Price, item.Quantity))
                );
            if (difference is not null)
            {
                return $"from {date:uuuu-MM-dd} on {difference}";
            }
        }

        return null;
    }

    /// <summary>A line that a waiting order ends by today may be gone already.</summary>
    private string? Difference(IEnumerable<EvergreenLine> wanted, IEnumerable<(string? Line, PriceState Price, long? Quantity)> held)
    {
        var byLine = held.ToLookup(item => item.Line);
        var gone = life.Lines.Where(line => line.EndExclusive <= _today).Select(line => line.Line.Id).ToHashSet();
        var known = new HashSet<string?>();
        foreach (var line in wanted)
        {
            known.Add(line.Line.Id);
            if (!gone.Contains(line.Line.Id) && !byLine.Contains(line.Line.Id))
            {
                return $"the item of line {line.Line.Id} is missing";
            }

            foreach (var (_, price, quantity) in byLine[line.Line.Id])
            {
                if (!line.Line.IsMetered && quantity != line.Quantity)
                {
                    return $"line {line.Line.Id} has quantity {quantity} instead of {line.Quantity}";
                }

                if (price.Shape.DifferenceFrom(line.Price.Shape) is { } difference)
                {
                    return $"line {line.Line.Id} has another price: {difference}";
                }
            }
        }

        return byLine.FirstOrDefault(item => !known.Contains(item.Key)) is { } other
            ? $"it has an item that no order sold ({other.First().Price.Id})"
            : null;
    }

    private bool IsHeld(Order order) =>
        subscription.Items.Select(item => item.Metadata).Any(metadata => NamesLineOf(order, metadata))
        || waiting?.Phases.Any(phase =>
            phase.Metadata.GetValueOrDefault(context.Metadata.IdKey("Order")) == order.Id
            || phase.Items.Any(item => NamesLineOf(order, item.Metadata))
        ) == true;

    private bool NamesLineOf(Order order, ImmutableDictionary<string, string> metadata) =>
        metadata.TryGetValue(_lineKey, out var id) && order.Lines.Any(line => line.Id == id);
}
