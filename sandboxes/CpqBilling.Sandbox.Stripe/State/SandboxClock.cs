namespace CpqBilling.Sandbox.Stripe.State;

/// <summary>The base clock, for everything on no test clock, and the wall clock that idempotency keys and signatures use.</summary>
internal sealed class SandboxClock(DateTimeOffset? frozenAt)
{
    public long? FrozenAt { get; set; } = frozenAt?.ToUnixTimeSeconds();

    /// <summary>Lets a test make wall-clock time pass.</summary>
    public long WallOffsetSeconds { get; set; }

    public long WallNow => DateTimeOffset.UtcNow.ToUnixTimeSeconds() + WallOffsetSeconds;

    public long BaseNow => FrozenAt ?? DateTimeOffset.UtcNow.ToUnixTimeSeconds();
}
