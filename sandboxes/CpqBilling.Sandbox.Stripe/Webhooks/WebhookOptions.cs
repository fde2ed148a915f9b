namespace CpqBilling.Sandbox.Stripe.Webhooks;

/// <summary>How events are delivered. The service promises neither order nor single delivery, so both can be spoiled on demand.</summary>
internal sealed class WebhookOptions
{
    /// <summary>Waits before the second, third and fourth attempt: as many as the service makes in test mode, in less time.</summary>
    public IReadOnlyList<int> RetryDelaysMilliseconds { get; set; } = [1_000, 5_000, 20_000];

    public int TimeoutMilliseconds { get; set; } = 10_000;

    /// <summary>Keeps events back until they are released.</summary>
    public bool Hold { get; set; }

    /// <summary>Collects what happens within a moment and sends it in random order.</summary>
    public bool Shuffle { get; set; }

    /// <summary>How often each event is sent.</summary>
    public int Copies { get; set; } = 1;

    /// <summary>Moves the time in signatures, to see old ones refused.</summary>
    public long SignatureOffsetSeconds { get; set; }
}
