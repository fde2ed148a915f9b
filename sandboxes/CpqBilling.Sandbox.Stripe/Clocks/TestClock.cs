namespace CpqBilling.Sandbox.Stripe.Clocks;

/// <summary>A clock that stands still until it is advanced; customers may be bound to it.</summary>
internal sealed class TestClock : StripeObject
{
    public string? Name { get; set; }
    public long FrozenTime { get; set; }
    public long DeletesAfter { get; set; }
    public long? AdvancingTo { get; set; }

    /// <summary>Why it can not go on; null as long as it can.</summary>
    public string? Failure { get; set; }

    public string Status =>
        Failure is not null ? "internal_failure"
        : AdvancingTo is null ? "ready"
        : "advancing";

    /// <summary>A deleted clock stays for the times of its deleted customers.</summary>
    public bool IsDeleted { get; set; }
}
