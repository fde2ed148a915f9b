using System.Collections.Immutable;
using CpqBilling.Core.Calendar;
using CpqBilling.Core.Cpq;
using NodaTime;

namespace CpqBilling.Core.Contract;

/// <summary>A contract with all its orders applied: who has how many of what from when to when.</summary>
/// <param name="Calendar">First day, and billing dates.</param>
/// <param name="End">The day after the last, before any termination.</param>
public sealed record ContractLife(
    BillingContract Contract,
    ContractCalendar Calendar,
    LocalDate End,
    ImmutableArray<AppliedOrder> Orders,
    ImmutableArray<LineLife> Lines,
    Termination? Termination
)
{
    public LocalDate Start => Calendar.Start;

    /// <summary>Lines sold at a negative price: what they take off, as if it were sold.</summary>
    public ImmutableArray<LineLife> Rebates { get; init; } = [];

    /// <summary>The dates on which a line is charged.</summary>
    public BillingCalendar DatesOf(LineLife line) => Calendar.Of(line.Term.ChargedMonths);

    /// <summary>When a line ends in Stripe: by its own date or by the termination.</summary>
    public Boundary EndOf(LineLife line, BillingDay day)
    {
        var own = new Boundary(day.StartOf(line.Term.EndExclusive));
        return Termination is { IsImmediate: false } termination && day.StartOf(termination.Date) < own.At
            ? new Boundary(day.StartOf(termination.Date))
            : own;
    }

    public AppliedOrder Applied(Order order) => Orders.First(applied => applied.Order == order);
}
