using System.Collections.Immutable;
using CpqBilling.Core.Errors;
using CpqBilling.Core.Money;
using CpqBilling.Core.Planning;
using NodaTime;

namespace CpqBilling.Engine.Application.Contracts;

/// <summary>A contract as people look at it: what was sold, what Stripe holds of it, what it bills and how that was computed.</summary>
/// <param name="Currency">ISO code in lower case; null where the order leaves it open.</param>
/// <param name="Left">Numbers of orders that were left out because they cannot be billed yet.</param>
/// <param name="Errors">Why it cannot be billed; empty otherwise.</param>
/// <param name="Reason">Why there was nothing to do.</param>
/// <param name="ReadAt">When the records were read.</param>
/// <param name="Steps">What a sync would send now, as it was read.</param>
public sealed record ContractView(
    string ContractKey,
    string AccountName,
    string? Currency,
    ImmutableArray<ContractOrder> Orders,
    ImmutableArray<SoldLine> Lines,
    ImmutableArray<string> Left,
    ImmutableArray<SyncError> Errors,
    string? Reason,
    Instant ReadAt
)
{
    public TimelineChart? Timeline { get; init; }

    public ImmutableArray<ComparedInvoice> Invoices { get; init; } = [];

    public CentCount? Cents { get; init; }

    /// <summary>Metered lines come on top, by what the meters count.</summary>
    public bool HasUsage { get; init; }

    /// <summary>Billing runs on after the invoices shown from this day; null when they are all.</summary>
    public LocalDate? RunsOnFrom { get; init; }

    public ImmutableArray<PlanStep> Steps { get; init; } = [];
}
