using NodaTime;

namespace CpqBilling.Engine.Jobs;

/// <summary>How long to wait after a failure that passes: longer from time to time, and not the same for all who met it at once.</summary>
internal static class RetryDelays
{
    private static readonly Duration First = Duration.FromSeconds(5);
    private static readonly Duration Longest = Duration.FromMinutes(15);

    /// <param name="attempts">Failures before this one.</param>
    /// <param name="atLeast">What the error itself asks for.</param>
    public static Duration After(int attempts, Duration atLeast)
    {
        var doubled = First * Math.Pow(2, Math.Min(attempts, 10));
        var waited = Duration.Min(doubled, Longest) * (0.75 + (0.5 * Random.Shared.NextDouble()));
        return Duration.Max(waited, atLeast);
    }
}
