using CpqBilling.Salesforce;
using CpqBilling.Storage;
using CpqBilling.Storage.Leases;
using NodaTime;

namespace CpqBilling.Engine.Service;

/// <summary>Under which names an installation keeps how far events were heard, and who hears them.</summary>
internal static class EventPositions
{
    private const string Prefix = "events";
    private static readonly Duration Week = Duration.FromDays(7);

    public static string StreamOf(string topic) => Prefix + topic;

    /// <summary>Whether polls may rely on a topic that is heard.</summary>
    /// <remarks>
    /// An org takes subscriptions to changes of objects that it does not track, and then tells nothing but signs of life. So it must have told of a
    /// change lately; the package's own event needs no such proof.
    /// </remarks>
    /// <param name="position">Its time of change is that of the last event.</param>
    public static bool Tells(string topic, StreamPosition? position, Instant now) =>
        topic == EventTopics.Requests || (position?.ModifiedAt is { } last && now - last < Week);

    /// <summary>Whoever has this lease listens.</summary>
    public static FamilyKey LeaseOf(string orgId) => new(orgId, Prefix);
}
