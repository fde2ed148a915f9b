using NodaTime;

namespace CpqBilling.Engine.Application.Reconciling;

/// <summary>Something of a contract that differs between CPQ, what was expected, and Stripe.</summary>
/// <param name="What">In words.</param>
/// <param name="On">The day of the invoice; null where no invoice is meant.</param>
/// <param name="Expected">Minor units; null where no amount is meant.</param>
/// <param name="Actual">What Stripe has, in minor units; null for nothing.</param>
public sealed record ReconcileFinding(
    FindingKind Kind,
    string ContractKey,
    string Number,
    string AccountName,
    string What,
    LocalDate? On = null,
    string? Currency = null,
    decimal? Expected = null,
    decimal? Actual = null
);
