using NodaTime;

namespace CpqBilling.Core.Forecast;

/// <summary>How Stripe bills a schedule, as far as the timeline does not say it.</summary>
/// <param name="CreatedAt">When the schedule was or is made: what is dated before comes on the invoice of that moment.</param>
/// <param name="Past">What becomes of recurring amounts dated before that.</param>
/// <param name="IsFlexible">Flexible billing shows the past period by period, and keeps the first period whole where nothing is prorated.</param>
/// <param name="CancelsAtEnd">The last period is cut short at the end of the schedule, and so is its price.</param>
/// <param name="TrialEnd">Billing begins then, and that is the anchor; null without a trial.</param>
public sealed record ScheduleBilling(Instant CreatedAt, PastBilling Past, bool IsFlexible, bool CancelsAtEnd, Instant? TrialEnd)
{
    /// <summary>First day that is not told, where billing goes on without an end.</summary>
    public LocalDate? ToldUntil { get; init; }
}

public enum PastBilling
{
    Billed,

    /// <summary>Recurring amounts of the past are not billed; one-time items are.</summary>
    Skipped,

    /// <summary>Billed elsewhere until then: one-time items of phases that have begun are not billed either.</summary>
    BilledElsewhere,
}
