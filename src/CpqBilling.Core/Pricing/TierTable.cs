using System.Collections.Immutable;
using CpqBilling.Core.Errors;
using CpqBilling.Core.Requests;
using CpqBilling.Core.StripeState;

namespace CpqBilling.Core.Pricing;

/// <summary>The tiers of a price.</summary>
/// <param name="Tiers">They go up, the open one stands last.</param>
/// <param name="Schedule">The consumption schedule they were read from.</param>
public sealed record TierTable(TiersMode Mode, ImmutableArray<PriceTier> Tiers, RecordRef Schedule);
