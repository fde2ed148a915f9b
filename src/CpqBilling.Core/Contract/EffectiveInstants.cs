using CpqBilling.Core.Calendar;
using CpqBilling.Core.Contract;
using CpqBilling.Core.Cpq;
using CpqBilling.Core.Mapping;
using CpqBilling.Core.Pricing;
using CpqBilling.Core.StripeState;
using CpqBilling.Core.Translation;
using NodaTime;

namespace CpqBilling.Core.Contract;

/// <summary>When each amendment takes effect: on its date, or now when that date has begun; remembered ever after.</summary>
/// <remarks>
/// decisions.md 1.5. Memory is our own database first, then the schedule itself: the phase that names the order, or the
/// first one that holds a line of it.
/// </remarks>
/// <param name="wasBilledElsewhere">Amendments taken over with their contract: they took effect on their date, before we knew of them.</param>
public sealed class EffectiveInstants(
    OrderSnapshot snapshot,
    BillingDay day,
    RecordMetadata metadata,
    ScheduleState? schedule,
    Predicate<Order> wasBilledElsewhere
)
{
    private Dictionary<string, int>? _firstPhaseOfLine;
    private Dictionary<string, int>? _firstPhaseOfOrder;

    public Boundary Of(Order amendment, LocalDate start, LocalDate contractStart)
    {
        if (wasBilledElsewhere(amendment))
        {
            return new Boundary(day.StartOf(start));
        }

        if (Remembered(amendment) is { } instant)
        {
            return new Boundary(instant);
        }

        var midnight = day.StartOf(start);
        // What is sold without an end begins with all that was sold for its first day, as long as nothing of it is in Stripe.
        var isOfFirstDay = schedule is null && start == contractStart && amendment.HasEvergreenLines;
        var isOnItsDate = midnight > snapshot.Now || (amendment.StripeId is not null && schedule is not null) || isOfFirstDay;
        return isOnItsDate ? new Boundary(midnight) : Now(day.StartOf(contractStart));
    }

    /// <summary>When an order that becomes an invoice was synced, or that it is now.</summary>
    public Boundary AtSync(Order order) =>
        snapshot.EffectiveInstants.TryGetValue(order.Id, out var instant)
            ? new Boundary(instant)
            : new Boundary(Instant.FromUnixTimeSeconds(snapshot.Now.ToUnixTimeSeconds()), IsNow: true);

    /// <summary>The instant an order was applied at, if it was; a termination leaves it in the database only.</summary>
    public Instant? Remembered(Order order) =>
        snapshot.EffectiveInstants.TryGetValue(order.Id, out var instant) ? instant
        : schedule is null ? null
        : FirstPhaseOf(order)?.Start;

    /// <summary>Whole seconds, as Stripe counts; at the very second the running phase began, one later, for phases have a length.</summary>
    private Boundary Now(Instant contractStart)
    {
        var now = Instant.FromUnixTimeSeconds(snapshot.Now.ToUnixTimeSeconds());
        var running = schedule?.CurrentPhaseStart ?? contractStart;
        return running < now ? new Boundary(now, IsNow: true) : new Boundary(running + Duration.FromSeconds(1));
    }

    /// <summary>When a termination was first applied; what had been billed by then stays as it was (decisions.md 3.4).</summary>
    public Instant TerminationAppliedAt(Order termination) => snapshot.TerminationInstants.GetValueOrDefault(termination.Id, snapshot.Now);

    /// <summary>Where the order begins, if that is an instant of its own: a later phase that names it may have begun with another order.</summary>
    private PhaseState? FirstPhaseOf(Order order)
    {
        _firstPhaseOfLine ??= FirstPhases(phase => phase.Items.Select(item => item.Metadata.GetValueOrDefault(metadata.IdKey("OrderItem"))));
        _firstPhaseOfOrder ??= FirstPhases(phase => [phase.Metadata.GetValueOrDefault(metadata.IdKey("Order"))]);
        var byLine = order.Lines.Select(line => _firstPhaseOfLine.GetValueOrDefault(line.Id, int.MaxValue)).DefaultIfEmpty(int.MaxValue).Min();
        var byName = _firstPhaseOfOrder.GetValueOrDefault(order.Id, int.MaxValue);
        if (Math.Min(byLine, byName) == 0 && schedule!.IsTakenOver)
        {
            return null; // the phase began with the period in which the schedule was made
        }

        if (byLine <= byName)
        {
            return byLine == int.MaxValue ? null : schedule!.Phases[byLine];
        }

        var named = schedule!.Phases[byName];
        return named.Metadata.ContainsKey(metadata.Key(PriceMarks.EffectiveAt)) ? named : null;
    }

    private Dictionary<string, int> FirstPhases(Func<PhaseState, IEnumerable<string?>> ids)
    {
        var first = new Dictionary<string, int>();
        for (var index = 0; index < schedule!.Phases.Length; index++)
        {
            foreach (var id in ids(schedule.Phases[index]).OfType<string>())
            {
                first.TryAdd(id, index);
            }
        }

        return first;
    }
}
