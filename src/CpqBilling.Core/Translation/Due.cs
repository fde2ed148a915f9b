using System.Collections.Immutable;
using CpqBilling.Core.Cpq;
using CpqBilling.Core.StripeState;

namespace CpqBilling.Core.Translation;

/// <summary>What is due for a contract, by its timeline and what Stripe holds: a closed union, and what the third stage yields.</summary>
internal abstract record Due
{
    private Due() { }

    /// <summary>Nothing, and why.</summary>
    public sealed record Nothing(string Why) : Due;

    /// <summary>Nothing of it is in Stripe: a schedule is made.</summary>
    public sealed record NewSchedule : Due;

    /// <summary>It has no end and runs already: a subscription is made.</summary>
    public sealed record NewSubscription : Due;

    /// <summary>It was billed elsewhere: a subscription is made that bills nothing of the past, and a schedule of it.</summary>
    public sealed record Migration : Due;

    /// <summary>The schedule or subscription is changed, or canceled.</summary>
    /// <param name="Differs">It holds something else than the timeline.</param>
    /// <param name="IsUndoing">Nothing is applied, only undone what somebody did in Stripe.</param>
    public sealed record Change(ScheduleState Held, bool Differs, bool IsUndoing) : Due;

    /// <summary>Stripe holds it as it should be; records and invoices beside it may be missing.</summary>
    /// <param name="IsOver">All that was to be billed is billed, and no price is left to be archived.</param>
    public sealed record Records(ScheduleState Held, bool IsOver) : Due;

    /// <summary>No schedule can take these orders, or any more: each is an invoice, of what CPQ sold.</summary>
    /// <param name="Held">Null where there never was one.</param>
    public sealed record Invoices(ImmutableArray<Order> Orders, ScheduleState? Held) : Due;
}
