namespace CpqBilling.Core.Pricing;

/// <summary>What decides how a price bills.</summary>
/// <param name="PeriodMonths">Null on one-time prices.</param>
/// <param name="Unit">Minor units; tiers say otherwise where there are any.</param>
internal sealed record PriceTerms(PriceSource Source, int? PeriodMonths, bool IsMetered, decimal Unit, TierTable? Tiers);
