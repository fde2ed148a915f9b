namespace CpqBilling.Sandbox.Salesforce.Org;

/// <summary>The org's own time: real, or standing still where it was put.</summary>
internal sealed class OrgClock(DateTimeOffset? frozenAt)
{
    public DateTimeOffset? FrozenAt { get; set; } = frozenAt;

    /// <summary>Salesforce keeps milliseconds internally and shows whole seconds.</summary>
    public DateTimeOffset Now
    {
        get
        {
            var now = (FrozenAt ?? DateTimeOffset.UtcNow).ToUniversalTime();
            return new DateTimeOffset(now.Ticks - (now.Ticks % TimeSpan.TicksPerSecond), TimeSpan.Zero);
        }
    }

    public DateOnly Today => DateOnly.FromDateTime(Now.UtcDateTime);
}
