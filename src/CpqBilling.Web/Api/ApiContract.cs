using System.Collections.Immutable;
using CpqBilling.Engine.Application.Contracts;
using NodaTime;

namespace CpqBilling.Web.Api;

/// <summary>A contract: what was sold, how it lies in time, its invoices expected and actual, and the count to the cent.</summary>
/// <param name="Currency">ISO code in lower case.</param>
/// <param name="Errors">Why it cannot be billed; empty otherwise.</param>
public sealed record ApiContract(string Key, string AccountName, string? Currency, ImmutableArray<ApiError> Errors, string? Reason)
{
    public ImmutableArray<ContractOrder> Orders { get; init; } = [];

    public ImmutableArray<SoldLine> Lines { get; init; } = [];

    public TimelineChart? Timeline { get; init; }

    public ImmutableArray<ComparedInvoice> Invoices { get; init; } = [];

    /// <summary>From what CPQ sold to what is billed, in minor units.</summary>
    public CentCount? Reconciliation { get; init; }

    /// <summary>Metered lines come on top.</summary>
    public bool HasUsage { get; init; }

    /// <summary>Billing runs on after the invoices shown from this day; null when they are all.</summary>
    public LocalDate? RunsOnFrom { get; init; }

    internal static ApiContract Of(ContractView view) =>
        new(view.ContractKey, view.AccountName, view.Currency, ApiError.Of(view.Errors), view.Reason)
        {
            Orders = view.Orders,
            Lines = view.Lines,
            Timeline = view.Timeline,
            Invoices = view.Invoices,
            Reconciliation = view.Cents,
            HasUsage = view.HasUsage,
            RunsOnFrom = view.RunsOnFrom,
        };
}
