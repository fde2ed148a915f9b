using System.Collections.Concurrent;

namespace CpqBilling.Sandbox.Salesforce.Events;

/// <summary>Subscriptions whose position the org remembers: a subscriber commits how far it came, and goes on there next time.</summary>
internal sealed class ManagedSubscriptions
{
    private readonly ConcurrentDictionary<string, ManagedTopic> _byName = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Sets one up, as an administrator does in the org's setup; an existing one keeps its position.</summary>
    public ManagedTopic Define(string developerName, string topic, bool fromEarliest) =>
        _byName.GetOrAdd(developerName, name => new ManagedTopic($"18x{_byName.Count + 1:D12}", name, topic, fromEarliest));

    /// <param name="name">Its id or its developer name.</param>
    public ManagedTopic? Find(string name) => _byName.GetValueOrDefault(name) ?? _byName.Values.FirstOrDefault(managed => managed.Id == name);
}

/// <param name="FromEarliest">Where it begins before anything was committed; otherwise with new events only.</param>
internal sealed record ManagedTopic(string Id, string DeveloperName, string Topic, bool FromEarliest)
{
    /// <summary>Number of the last event that was committed.</summary>
    public long? Committed { get; set; }
}
