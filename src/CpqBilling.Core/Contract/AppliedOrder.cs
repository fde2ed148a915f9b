using System.Collections.Immutable;
using CpqBilling.Core.Calendar;
using CpqBilling.Core.Cpq;

namespace CpqBilling.Core.Contract;

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

    /// <summary>It is billed by an invoice of its own alone: no phase begins with it, so none can charge its one-time lines.</summary>
    internal AppliedOrder AsInvoice(Boundary at) => WithInvoiceAt(at) with { From = at, IsInvoice = true };

    /// <summary>Its one-time lines get an invoice of their own.</summary>
    internal AppliedOrder WithInvoiceAt(Boundary at) =>
        this with
        {
            OneTimeLines = [],
            Returns = [],
            InvoicedLines = OneTimeLines,
            InvoicedReturns = Returns,
            InvoicedAt = at,
        };
}
