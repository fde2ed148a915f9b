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

/// <summary>An order of the contract and when it takes effect.</summary>
/// <param name="OneTimeLines">Charged once, at <paramref name="From"/>.</param>
/// <param name="ChangedLines">Recurring lines that reduce, without those that add.</param>
public sealed record AppliedOrder(
    Order Order,
    OrderTerms Terms,
    Boundary From,
    ImmutableArray<OneTimeLine> OneTimeLines,
    ImmutableArray<OrderLine> ChangedLines
)
{
    /// <summary>One-time lines that are taken back, at <paramref name="From"/>.</summary>
    public ImmutableArray<OneTimeReturn> Returns { get; init; } = [];

    /// <summary>One-time lines that get an invoice of their own, which is made out at <see cref="InvoicedAt"/>: of an order that changes nothing else, or ends all.</summary>
    public ImmutableArray<OneTimeLine> InvoicedLines { get; init; } = [];

    /// <summary>What is taken back on that invoice.</summary>
    public ImmutableArray<OneTimeReturn> InvoicedReturns { get; init; } = [];

    public Boundary InvoicedAt { get; init; }

    /// <summary>It changes nothing but the bill that is made at <paramref name="From"/>, on which its one-time lines stand.</summary>
    public bool IsOnNextBill { get; init; }

    /// <summary>The order is billed by that invoice alone.</summary>
    public bool IsInvoice { get; init; }
}

public sealed record OneTimeLine(Order Order, OrderLine Line, long Quantity, decimal UnitPrice);

/// <summary>The order that takes the last unit of everything.</summary>
/// <param name="Date">First day without the contract.</param>
/// <param name="AppliedAt">When it was first applied: what was billed by then stays billed.</param>
/// <param name="IsImmediate">The schedule is canceled now: the date is not in the future, or not after the contract's start.</param>
public sealed record Termination(Order Order, LocalDate Date, Instant AppliedAt, bool IsImmediate)
{
    /// <summary>When it takes effect in Stripe.</summary>
    public required Boundary From { get; init; }

    /// <summary>What it takes from the lines, also where the schedule is canceled as it stands.</summary>
    public required ImmutableArray<(LineLife Line, UnitsRemoved Removal)> Removed { get; init; }
}
