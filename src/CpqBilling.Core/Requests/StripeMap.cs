using CpqBilling.Core.Errors;

namespace CpqBilling.Core.Requests;

/// <summary>Named parameters in the order they were first set. Filled inside one function, then frozen: a map that stands in a step never changes.</summary>
public sealed record StripeMap : StripeValue
{
    private readonly List<KeyValuePair<string, StripeValue>> _entries = [];
    private bool _isFrozen;

    public IReadOnlyList<KeyValuePair<string, StripeValue>> Entries => _entries;

    public bool IsEmpty => _entries.Count == 0;

    public StripeValue? this[string key] => IndexOf(key) is var index && index < 0 ? null : _entries[index].Value;

    /// <summary>Sets one key; null leaves the map as it is.</summary>
    public StripeMap Set(string key, StripeValue? value)
    {
        if (value is null)
        {
            return this;
        }

        Invariant.Holds(!_isFrozen, "a request that stands in a plan does not change");
        var index = IndexOf(key);
        if (index < 0)
        {
            _entries.Add(new(key, value));
        }
        else
        {
            _entries[index] = new(key, value);
        }

        return this;
    }

    /// <summary>Sets a dotted path, making the maps between; what follows <c>metadata.</c> or <c>custom_fields.</c> is one key.</summary>
    public StripeMap SetPath(string path, StripeValue? value)
    {
        var dot = path.IndexOf('.');
        if (value is null || dot < 0)
        {
            return Set(path, value);
        }

        var head = path[..dot];
        var rest = path[(dot + 1)..];
        var child = this[head] as StripeMap ?? new StripeMap();
        Set(head, head is "metadata" or "custom_fields" ? child.Set(rest, value) : child.SetPath(rest, value));
        return this;
    }

    /// <summary>The value at a dotted path, or null.</summary>
    public StripeValue? AtPath(string path)
    {
        var dot = path.IndexOf('.');
        if (dot < 0)
        {
            return this[path];
        }

        return this[path[..dot]] is StripeMap child ? child.AtPath(path[(dot + 1)..]) : null;
    }

    public StripeMap Remove(string key)
    {
        Invariant.Holds(!_isFrozen, "a request that stands in a plan does not change");
        _entries.RemoveAll(entry => entry.Key == key);
        return this;
    }

    /// <summary>Takes a dotted path out and yields what was there.</summary>
    public StripeValue? TakePath(string path)
    {
        var dot = path.IndexOf('.');
        if (dot < 0)
        {
            var value = this[path];
            Remove(path);
            return value;
        }

        if (this[path[..dot]] is not StripeMap child)
        {
            return null;
        }

        var taken = child.TakePath(path[(dot + 1)..]);
        if (child.IsEmpty)
        {
            Remove(path[..dot]);
        }

        return taken;
    }

    /// <summary>Takes over all keys of another map; its values win.</summary>
    public StripeMap Merge(StripeMap other)
    {
        foreach (var (key, value) in other.Entries)
        {
            Set(key, value);
        }

        return this;
    }

    /// <summary>The same map, with those in it, for good.</summary>
    public StripeMap Freeze()
    {
        if (!_isFrozen)
        {
            _isFrozen = true;
            foreach (var (_, value) in _entries)
            {
                FreezeIn(value);
            }
        }

        return this;
    }

    private static void FreezeIn(StripeValue value)
    {
        switch (value)
        {
            case StripeMap map:
                map.Freeze();
                break;
            case StripeList list:
                foreach (var item in list.Items)
                {
                    FreezeIn(item);
                }

                break;
        }
    }

    /// <summary>A map of its own that can be changed.</summary>
    public StripeMap Copy()
    {
        var copy = new StripeMap();
        foreach (var (key, value) in _entries)
        {
            copy._entries.Add(new(key, value is StripeMap map ? map.Copy() : value));
        }

        return copy;
    }

    /// <summary>Maps are small and made by the thousand: a loop costs less than an index or a closure.</summary>
    private int IndexOf(string key)
    {
        for (var index = 0; index < _entries.Count; index++)
        {
            if (_entries[index].Key == key)
            {
                return index;
            }
        }

        return -1;
    }

    public bool Equals(StripeMap? other) =>
        other is not null && _entries.Count == other._entries.Count && _entries.TrueForAll(entry => entry.Value.Equals(other[entry.Key]));

    public override int GetHashCode() => _entries.Count;
}
