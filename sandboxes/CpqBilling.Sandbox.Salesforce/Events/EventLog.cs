using CpqBilling.Sandbox.Salesforce.Org;

namespace CpqBilling.Sandbox.Salesforce.Events;

/// <summary>One event as subscribers get it.</summary>
internal sealed record StoredEvent(long Number, DateTimeOffset At, string Topic, string SchemaId, byte[] Payload)
{
    public string Id { get; init; } = Guid.NewGuid().ToString();
}

/// <summary>The events of the last 72 hours of the org's clock, numbered in one row over all topics.</summary>
/// <remarks>The oldest go early when there are more than <see cref="Capacity"/>.</remarks>
internal sealed class EventLog(OrgClock clock)
{
    public static readonly TimeSpan Retention = TimeSpan.FromHours(72);
    public const int Capacity = 500_000;

    private readonly Lock _gate = new();
    private readonly List<StoredEvent> _events = [];
    private long _last;

    /// <summary>Raised after events were added.</summary>
    public event Action? Arrived;

    public long Last
    {
        get
        {
            lock (_gate)
                return _last;
        }
    }

    /// <summary>The number before the oldest event that is kept.</summary>
    public long BeforeOldest
    {
        get
        {
            lock (_gate)
            {
                Prune();
                return _events.Count == 0 ? _last : _events[0].Number - 1;
            }
        }
    }

    public StoredEvent Add(string topic, string schemaId, byte[] payload)
    {
        StoredEvent added;
        lock (_gate)
        {
            added = new StoredEvent(++_last, clock.Now, topic, schemaId, payload);
            _events.Add(added);
            if (_events.Count > Capacity)
                Prune();
        }
        Arrived?.Invoke();
        return added;
    }

    /// <summary>Up to <paramref name="limit"/> events of a topic behind a number, and how far was looked.</summary>
    public (List<StoredEvent> Events, long UpTo) After(long number, string topic, int limit)
    {
        lock (_gate)
        {
            Prune();
            var found = new List<StoredEvent>();
            var position = _events.Count == 0 ? 0 : (int)Math.Max(0, number + 1 - _events[0].Number);
            for (; position < _events.Count && found.Count < limit; position++)
                if (Topics.Contains(topic, _events[position].Topic))
                    found.Add(_events[position]);
            return (found, position < _events.Count ? _events[position].Number - 1 : Math.Max(number, _last));
        }
    }

    /// <summary>Forgets all events; numbers go on, so an old replay id stays old.</summary>
    public void Clear()
    {
        lock (_gate)
            _events.Clear();
    }

    private void Prune()
    {
        var oldest = clock.Now - Retention;
        var expired = _events.FindIndex(stored => stored.At >= oldest);
        var surplus = Math.Max(expired < 0 ? _events.Count : expired, _events.Count - Capacity);
        if (surplus > 0)
            _events.RemoveRange(0, surplus);
    }
}
