namespace CpqBilling.Sandbox.Salesforce;

/// <summary>How an embedded org is started.</summary>
public sealed record SalesforceSandboxOptions
{
    /// <summary>Loopback port; 0 takes any free one.</summary>
    public int Port { get; init; }

    /// <summary>Loopback port of the Pub/Sub API; 0 takes any free one.</summary>
    public int EventsPort { get; init; }

    /// <summary>How long a subscriber hears nothing before it gets an empty answer; Salesforce keeps below 270 seconds.</summary>
    public TimeSpan EventsKeepAlive { get; init; } = TimeSpan.FromSeconds(240);

    /// <summary>The org's clock stands still there; null is real time.</summary>
    public DateTimeOffset? FrozenAt { get; init; }

    /// <summary>A SQLite file that keeps the records between runs; null keeps them in memory.</summary>
    public string? DatabaseFile { get; init; }

    /// <summary>Whether records have <c>CurrencyIsoCode</c>.</summary>
    public bool MultiCurrency { get; init; }

    /// <summary>Whether our package is installed from the start; without it the org waits for a deployment.</summary>
    public bool HasPackage { get; init; } = true;

    /// <summary>Whether <c>/_sandbox</c> is served.</summary>
    public bool ControlApi { get; init; } = true;

    /// <summary>Whether the pages for people are served; programs start sooner without.</summary>
    public bool Pages { get; init; } = true;

    /// <summary>How long an access token lives without being used; Salesforce's own default.</summary>
    public TimeSpan SessionTimeout { get; init; } = TimeSpan.FromHours(2);

    /// <summary>The time by which sessions end.</summary>
    public TimeProvider WallTime { get; init; } = TimeProvider.System;
}
