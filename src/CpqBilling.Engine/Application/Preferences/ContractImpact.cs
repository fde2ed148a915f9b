using NodaTime;

namespace CpqBilling.Engine.Application.Preferences;

/// <summary>A contract that would bill differently.</summary>
/// <param name="Before">What all its invoices come to now, in minor units; null where it cannot be billed.</param>
/// <param name="After">The same with the changed settings.</param>
/// <param name="From">The first invoice that differs; null where one side has none.</param>
/// <param name="Error">Why it could not be billed any more; null where it can.</param>
public sealed record ContractImpact(
    string ContractKey,
    string Number,
    string AccountName,
    string? Currency,
    decimal? Before,
    decimal? After,
    LocalDate? From,
    string? Error
)
{
    public decimal? Difference => After - Before;

    public bool NewlyFails => Before is not null && After is null;
}
