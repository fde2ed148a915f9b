using System.Collections.Concurrent;

namespace CpqBilling.Engine.Service;

/// <summary>Which topics are heard now, and what must be polled because they could not tell.</summary>
internal sealed class EventStanding
{
    private readonly ConcurrentDictionary<string, bool> _heard = new();
    private readonly ConcurrentDictionary<string, bool> _wishes = new();

    /// <summary>Its present subscription works, and what it tells can be relied on (<see cref="EventPositions.Tells"/>).</summary>
    public bool Tells(string topic) => _heard.ContainsKey(topic);

    /// <returns>True when it is heard from now on.</returns>
    public bool Begin(string topic) => _heard.TryAdd(topic, true);

    /// <returns>True when it was heard until now.</returns>
    public bool End(string topic) => _heard.TryRemove(topic, out _);

    public void WishPoll(string topic) => _wishes[topic] = true;

    public bool TakeWish(string topic) => _wishes.TryRemove(topic, out _);
}
