using NodaTime;

namespace CpqBilling.Core.Contract;

/// <summary>A phase as Stripe answered it, in words that can be compared.</summary>
/// <param name="Items">Prices, quantities and coupons of items, and coupons of the phase.</param>
/// <param name="OneTimeItems">Stripe drops them when the phase begins.</param>
public sealed record HeldPhase(Instant Start, Instant End, string Items, string OneTimeItems);
