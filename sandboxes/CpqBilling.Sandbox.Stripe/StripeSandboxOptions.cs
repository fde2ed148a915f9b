namespace CpqBilling.Sandbox.Stripe;

/// <summary>How one sandbox server is started.</summary>
public sealed record StripeSandboxOptions
{
    /// <summary>Loopback port to listen on; 0 takes any free one.</summary>
    public int Port { get; init; }

    /// <summary>Where the base clock stands still; null lets it follow real time.</summary>
    public DateTimeOffset? FrozenAt { get; init; }

    /// <summary>SQLite file that keeps the state between starts; null keeps it in memory only.</summary>
    public string? DatabaseFile { get; init; }

    /// <summary>Rate limits: <c>off</c>, <c>real</c> for the service's own numbers, or a number of requests per second.</summary>
    public string RateLimit { get; init; } = "off";

    /// <summary>Whether the control endpoints under <c>/_sandbox</c> exist.</summary>
    public bool ControlApi { get; init; } = true;

    /// <summary>Whether the pages for people exist; programs start sooner without.</summary>
    public bool Pages { get; init; } = true;
}
