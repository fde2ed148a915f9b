using CpqBilling.Engine.Application.Reconciling;
using NodaTime;

namespace CpqBilling.Web.Api;

/// <summary>Where Stripe is not as CPQ sold it. Amounts in minor units.</summary>
public sealed record ApiFinding(
    FindingKind Kind,
    string Contract,
    string Order,
    string Account,
    LocalDate? On,
    string What,
    string? Currency,
    decimal? Expected,
    decimal? Actual
)
{
    public static ApiFinding Of(ReconcileFinding finding) =>
        new(
            finding.Kind,
            finding.ContractKey,
            finding.Number,
            finding.AccountName,
            finding.On,
            finding.What,
            finding.Currency,
            finding.Expected,
            finding.Actual
        );
}
