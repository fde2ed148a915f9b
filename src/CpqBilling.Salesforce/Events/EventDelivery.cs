using System.Collections.Immutable;

namespace CpqBilling.Salesforce;

/// <summary>What came over a subscription; a closed union.</summary>
public abstract record EventDelivery
{
    private EventDelivery() { }

    /// <param name="Events">Empty when it was a sign of life.</param>
    /// <param name="ReplayId">Where to go on once these are stored; null when nothing can be said.</param>
    public sealed record Arrived(ImmutableArray<OrgEvent> Events, string? ReplayId) : EventDelivery;

    /// <summary>Nothing comes over this subscription any more.</summary>
    public sealed record Ended(EventEnd Why, string Message) : EventDelivery;
}
