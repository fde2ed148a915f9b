using System.Collections.Immutable;
using CpqBilling.Core.Calendar;
using CpqBilling.Core.Cpq;
using NodaTime;

namespace CpqBilling.Core.Contract;

/// <summary>When each amendment takes effect: on its date, or now when that date has begun; remembered ever after (docs/rules/contract.md 10).</summary>
public sealed record EffectiveInstants(Instant Now, BillingDay Day)
{
    /// <summary>When amendments that took effect "now" did so, by order; memory of our own.</summary>
    public ImmutableDictionary<string, Instant> Remembered { get; init; } = ImmutableDictionary<string, Instant>.Empty;

    /// <summary>When each full termination was first applied, by order.</summary>
    public ImmutableDictionary<string, Instant> Terminations { get; init; } = ImmutableDictionary<string, Instant>.Empty;

    /// <summary>What the schedule tells where our own memory is lost; null while there is none.</summary>
    public ScheduleMemory? Schedule { get; init; }

    /// <summary>Amendments taken over with their contract: they took effect on their date, before we knew of them.</summary>
    public ImmutableHashSet<string> BilledElsewhere { get; init; } = [];

    public Boundary Of(Order amendment, LocalDate start, LocalDate contractStart)
    {
        var midnight = Day.StartOf(start);
        if (BilledElsewhere.Contains(amendment.Id))
        {
            return new Boundary(midnight);
        }

        if (Known(amendment) is { } instant)
        {
            return new Boundary(instant);
        }

        // What is sold without an end begins with all that was sold for its first day, as long as nothing of it is in Stripe.
        var isOfFirstDay = Schedule is null && start == contractStart && amendment.HasEvergreenLines;
        var isOnItsDate = midnight > Now || (amendment.StripeId is not null && Schedule is not null) || isOfFirstDay;
        return isOnItsDate ? new Boundary(midnight) : AtOnce(Day.StartOf(contractStart));
    }

    /// <summary>When an order that becomes an invoice was synced, or that it is now.</summary>
    public Boundary AtSync(Order order) =>
        Remembered.TryGetValue(order.Id, out var instant) ? new Boundary(instant) : new Boundary(WholeSecond, IsNow: true);

    /// <summary>When a termination was first applied; what had been billed by then stays as it was (docs/rules/charges.md 7).</summary>
    public Instant TerminationAppliedAt(Order termination) => Terminations.GetValueOrDefault(termination.Id, Now);

    /// <summary>The instant an order was applied at, if it was; a termination leaves it in the database only.</summary>
    private Instant? Known(Order order) =>
        Remembered.TryGetValue(order.Id, out var instant) ? instant
        : Schedule?.BeganWith.TryGetValue(order.Id, out var told) == true ? told
        : null;

    /// <summary>At the very second the running phase began, one later, for phases have a length.</summary>
    private Boundary AtOnce(Instant contractStart)
    {
        var running = Schedule?.CurrentPhaseStart ?? contractStart;
        return running < WholeSecond ? new Boundary(WholeSecond, IsNow: true) : new Boundary(running + Duration.FromSeconds(1));
    }

    /// <summary>As Stripe counts.</summary>
    private Instant WholeSecond => Instant.FromUnixTimeSeconds(Now.ToUnixTimeSeconds());
}
