using NodaTime;

namespace CpqBilling.Storage.Backups;

/// <summary>An org of a restored database whose contracts were not all compared with Stripe yet.</summary>
/// <param name="KnownUntil">When the copy last knew what happened; null when it had never looked.</param>
public sealed record RestoredOrg(Instant? KnownUntil);
