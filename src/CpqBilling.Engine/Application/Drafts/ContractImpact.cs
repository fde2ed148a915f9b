using NodaTime;

namespace CpqBilling.Engine.Application.Drafts;

/// <summary>A contract that would bill differently, or tell Stripe something else.</summary>
/// <param name="Before">What all its invoices come to now, in minor units; null where it cannot be billed.</param>
/// <param name="After">The same with the changed configuration.</param>
/// <param name="From">The first invoice that differs; null where one side has none, or all are the same.</param>
/// <param name="Requests">How many requests a sync would send that it would not send now, or otherwise.</param>
/// <param name="IsStopped">Stripe holds what was sent before, and the next sync takes that for a change of others (<c>onDrift</c>).</param>
/// <param name="Error">Why it could not be billed any more; null where it can.</param>
public sealed record ContractImpact(
    string ContractKey,
    string Number,
    string AccountName,
    string? Currency,
    decimal? Before,
    decimal? After,
    LocalDate? From,
    int Requests,
    bool IsStopped,
    string? Error
)
{
    public decimal? Difference => After - Before;

    public bool NewlyFails => Before is not null && After is null;

    public bool NewlyBills => Before is null && After is not null;

    /// <summary>False where only what stands on objects in Stripe differs.</summary>
    public bool IsAboutMoney => NewlyFails || NewlyBills || From is not null;
}
