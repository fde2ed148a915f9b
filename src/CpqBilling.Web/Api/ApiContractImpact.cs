using CpqBilling.Engine.Application.Drafts;
using NodaTime;

namespace CpqBilling.Web.Api;

/// <summary>A contract that would bill differently, or tell Stripe something else. Amounts in minor units.</summary>
/// <param name="Before">What all its invoices come to now; null where it cannot be billed.</param>
/// <param name="After">The same with the other configuration.</param>
/// <param name="From">The first invoice that differs.</param>
/// <param name="Requests">How many requests a sync would send that it would not send now, or otherwise.</param>
/// <param name="Error">Why it could not be billed any more.</param>
public sealed record ApiContractImpact(
    string Contract,
    string Order,
    string Account,
    string? Currency,
    decimal? Before,
    decimal? After,
    LocalDate? From,
    int Requests,
    string? Error
)
{
    public static ApiContractImpact Of(ContractImpact impact) =>
        new(
            impact.ContractKey,
            impact.Number,
            impact.AccountName,
            impact.Currency,
            impact.Before,
            impact.After,
            impact.From,
            impact.Requests,
            impact.Error
        );
}
