using NodaTime;

namespace CpqBilling.Web.Api;

/// <summary>Every contract held against Stripe.</summary>
/// <param name="InOrder">Contracts without a finding.</param>
public sealed record ApiReconciliation(Instant At, int Contracts, int InOrder, ApiFinding[] Findings);
