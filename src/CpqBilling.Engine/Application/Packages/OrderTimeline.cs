using System.Collections.Immutable;

namespace CpqBilling.Engine.Application.Packages;

/// <param name="StripeId">Null while the order is not billed.</param>
public sealed record OrderTimeline(string? StripeId, string? DashboardUrl, ImmutableArray<PackagePhase> Phases);
