using System.Collections.Immutable;
using CpqBilling.Engine.Application.Issues;
using NodaTime;

namespace CpqBilling.Engine.Application.Reconciling;

/// <param name="Contracts">All that were looked at, those that could not be read among them.</param>
/// <param name="InOrder">Those without a finding.</param>
/// <param name="Billed">What Stripe billed of them, by currency.</param>
public sealed record ReconcileOutcome(
    int Contracts,
    int InOrder,
    ImmutableArray<ReconcileFinding> Findings,
    ImmutableArray<HeldMoney> Billed,
    Instant At
);
