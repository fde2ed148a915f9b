using NodaTime;

namespace CpqBilling.Engine.Service;

/// <param name="PollInterval">For every org; null takes what each org sets.</param>
/// <param name="Pause">Between two looks at the queue.</param>
/// <param name="AtOnce">Contracts of an org that are worked on at the same time.</param>
public sealed record WorkRhythm(Duration? PollInterval, Duration Pause, int AtOnce = 8)
{
    /// <summary>Between two polls while events tell what changes.</summary>
    public static Duration WithEvents { get; } = Duration.FromMinutes(15);

    public static WorkRhythm Default { get; } = new(null, Duration.FromMilliseconds(500));
}
