using System.Text.Json.Serialization;

namespace CpqBilling.Sandbox.Stripe.Faults;

[JsonConverter(typeof(JsonStringEnumConverter<FaultKind>))]
internal enum FaultKind
{
    /// <summary>The request waits before anything happens.</summary>
    Latency,

    /// <summary>An answer with the given status; with <c>stored</c> it is kept under the idempotency key.</summary>
    Error,

    RateLimit,
    Conflict,
    LockTimeout,

    /// <summary>The work is done and stored, then the connection breaks.</summary>
    LostAnswer,

    /// <summary>The connection breaks before anything happens.</summary>
    Dropped,

    /// <summary>The answer trickles in.</summary>
    SlowBody,
}

/// <summary>One planned fault: which requests it meets, how often, and what happens to them.</summary>
internal sealed class FaultRule
{
    public string Id { get; set; } = "";
    public FaultKind Kind { get; set; }

    /// <summary>GET, POST or DELETE; null meets all.</summary>
    public string? Method { get; set; }

    /// <summary>Part of the path; null meets all.</summary>
    public string? Path { get; set; }

    /// <summary>Lets so many matching requests pass first.</summary>
    public int After { get; set; }

    /// <summary>How many requests it meets; null has no end.</summary>
    public int? Times { get; set; }

    /// <summary>Share of the matching requests it meets, between 0 and 1.</summary>
    public double? Rate { get; set; }
    public int Milliseconds { get; set; } = 1_000;
    public int? Status { get; set; }
    public string? Type { get; set; }
    public string? Code { get; set; }
    public string? Message { get; set; }
    public Dictionary<string, string> Headers { get; set; } = [];
    public bool Stored { get; set; }

    /// <summary>Matching requests and those among them that were met.</summary>
    public int Seen { get; set; }
    public int Met { get; set; }

    public bool Fits(string method, string path) =>
        (Method is null || Method.Equals(method, StringComparison.OrdinalIgnoreCase))
        && (Path is null || path.Contains(Path, StringComparison.Ordinal));
}
