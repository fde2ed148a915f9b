using System.Collections.Immutable;
using NodaTime;

namespace CpqBilling.Storage.Outgoing;

/// <summary>How long a delivery waits after each attempt that failed: soon at first, then for hours, three days in all.</summary>
public static class DeliveryRetries
{
    private static readonly ImmutableArray<Duration> Waits =
    [
        Duration.FromSeconds(10),
        Duration.FromMinutes(1),
        Duration.FromMinutes(5),
        Duration.FromMinutes(30),
        Duration.FromHours(2),
        Duration.FromHours(5),
        Duration.FromHours(10),
        Duration.FromHours(14),
        Duration.FromHours(18),
        Duration.FromHours(24),
    ];

    /// <param name="attempts">Made so far.</param>
    /// <returns>Null when it is given up.</returns>
    public static Duration? After(int attempts) => attempts <= Waits.Length ? Waits[attempts - 1] : null;
}
