using CpqBilling.Storage.Leases;

namespace CpqBilling.Engine.Service;

/// <summary>Under which names an installation keeps how far events were heard, and who hears them.</summary>
internal static class EventPositions
{
    private const string Prefix = "events";

    public static string StreamOf(string topic) => Prefix + topic;

    /// <summary>Whoever has this lease listens.</summary>
    public static FamilyKey LeaseOf(string orgId) => new(orgId, Prefix);
}
