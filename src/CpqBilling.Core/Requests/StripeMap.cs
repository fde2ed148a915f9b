namespace CpqBilling.Core.Requests;

/// <summary>Named parameters in the order they were first set. It never changes: whatever is set or taken out makes another map.</summary>
public sealed record StripeMap : StripeValue
{
    private readonly KeyValuePair<string, StripeValue>[] _entries;

    public StripeMap()
        : this([]) { }

    private StripeMap(KeyValuePair<string, StripeValue>[] entries) => _entries = entries;

    public IReadOnlyList<KeyValuePair<string, StripeValue>> Entries => _entries;

    public bool IsEmpty => _entries.Length == 0;

    public StripeValue? this[string key] => IndexOf(key) is var index && index < 0 ? null : _entries[index].Value;

    /// <summary>The map under a key; an empty one where there is none.</summary>
    public StripeMap Child(string key) => this[key] as StripeMap ?? new StripeMap();

    /// <summary>The text under a key; null where there is none.</summary>
    public string? Text(string key) => (this[key] as StripeText)?.Value;

    /// <summary>Several at once; what is null is left out.</summary>
    public static StripeMap Of(params ReadOnlySpan<(string Key, StripeValue? Value)> entries)
    {
        var all = new KeyValuePair<string, StripeValue>[entries.Length];
        var count = 0;
        foreach (var (key, value) in entries)
        {
            if (value is not null)
            {
                all[count++] = new(key, value);
            }
        }

        return new StripeMap(count == all.Length ? all : all[..count]);
    }

    /// <summary>With one key; null leaves the map as it is.</summary>
    public StripeMap Set(string key, StripeValue? value)
    {
        if (value is null)
        {
            return this;
        }

        var index = IndexOf(key);
        var entries = new KeyValuePair<string, StripeValue>[index < 0 ? _entries.Length + 1 : _entries.Length];
        _entries.CopyTo(entries, 0);
        entries[index < 0 ? ^1 : index] = new(key, value);
        return new StripeMap(entries);
    }

    /// <summary>With a dotted path, making the maps between; what follows <c>metadata.</c> or <c>custom_fields.</c> is one key.</summary>
    public StripeMap SetPath(string path, StripeValue? value)
    {
        var dot = path.IndexOf('.');
        if (value is null || dot < 0)
        {
            return Set(path, value);
        }

        var head = path[..dot];
        var rest = path[(dot + 1)..];
        var child = Child(head);
        return Set(head, head is "metadata" or "custom_fields" ? child.Set(rest, value) : child.SetPath(rest, value));
    }

    /// <summary>The value at a dotted path, or null.</summary>
    public StripeValue? AtPath(string path)
    {
        var dot = path.IndexOf('.');
        return dot < 0 ? this[path]
            : this[path[..dot]] is StripeMap child ? child.AtPath(path[(dot + 1)..])
            : null;
    }

    public StripeMap Remove(string key) =>
        IndexOf(key) is var index && index < 0 ? this : new StripeMap([.. _entries[..index], .. _entries[(index + 1)..]]);

    /// <summary>Without a dotted path, and without maps that this leaves empty.</summary>
    public StripeMap RemovePath(string path)
    {
        var dot = path.IndexOf('.');
        if (dot < 0)
        {
            return Remove(path);
        }

        var head = path[..dot];
        if (this[head] is not StripeMap child)
        {
            return this;
        }

        var left = child.RemovePath(path[(dot + 1)..]);
        return left.IsEmpty ? Remove(head) : Set(head, left);
    }

    /// <summary>With all keys of another map, whose values win.</summary>
    public StripeMap Merge(StripeMap other) => IsEmpty ? other : other._entries.Aggregate(this, (map, entry) => map.Set(entry.Key, entry.Value));

    /// <summary>Maps are small and made by the thousand: a loop costs less than an index or a closure.</summary>
    private int IndexOf(string key)
    {
        for (var index = 0; index < _entries.Length; index++)
        {
            if (_entries[index].Key == key)
            {
                return index;
            }
        }

        return -1;
    }

    public bool Equals(StripeMap? other) =>
        other is not null && _entries.Length == other._entries.Length && Array.TrueForAll(_entries, entry => entry.Value.Equals(other[entry.Key]));

    public override int GetHashCode() => _entries.Length;
}
