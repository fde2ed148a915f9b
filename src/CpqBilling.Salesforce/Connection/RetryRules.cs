namespace CpqBilling.Salesforce;

/// <summary>How often and how patiently a request is repeated before the engine's own backoff takes over.</summary>
/// <param name="Repeats">Additional attempts for locks, 503 and connection failures.</param>
/// <param name="FirstDelay">Doubled from attempt to attempt, with jitter.</param>
public sealed record RetryRules(int Repeats, TimeSpan FirstDelay)
{
    public static RetryRules Default { get; } = new(3, TimeSpan.FromMilliseconds(400));
}
