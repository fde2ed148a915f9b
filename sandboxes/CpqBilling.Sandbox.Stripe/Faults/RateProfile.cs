namespace CpqBilling.Sandbox.Stripe.Faults;

/// <summary>How many requests an account may make per second; null is no limit.</summary>
internal sealed record RateProfile(double? Reads, double? Writes, double? Searches, bool LimitsResources)
{
    public static RateProfile Off { get; } = new(null, null, null, LimitsResources: false);

    /// <summary>The service's own numbers in test mode.</summary>
    public static RateProfile Real { get; } = new(25, 25, 20, LimitsResources: true);

    public static RateProfile PerSecond(double requests) => new(requests, requests, requests, LimitsResources: false);

    /// <summary>The profile of a name, <c>off</c>, <c>real</c> or a number per second; null when it is none of them.</summary>
    public static RateProfile? Named(string name) =>
        name switch
        {
            "off" => Off,
            "real" => Real,
            _ => double.TryParse(name, out var requests) && requests > 0 ? PerSecond(requests) : null,
        };
}
