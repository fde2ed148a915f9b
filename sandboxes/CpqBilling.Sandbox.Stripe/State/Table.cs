namespace CpqBilling.Sandbox.Stripe.State;

/// <summary>All objects of one kind, by id, in order of creation and by what owns them.</summary>
/// <param name="owner">Says which object an entry belongs to.</param>
/// <param name="below">A table that shows through where this one has nothing; previews write on top of the real state.</param>
internal sealed class Table<T>(Func<T, string?>? owner = null, Table<T>? below = null)
    where T : StripeObject
{
    private readonly Dictionary<string, T> _byId = [];
    private readonly List<T> _all = [];
    private readonly Dictionary<string, List<T>> _byOwner = [];

    /// <summary>What was handed out since it was last saved, and so may have changed; null when nobody saves.</summary>
    public HashSet<T>? Touched { get; set; }

    public HashSet<string>? Removed { get; set; }

    public IReadOnlyList<T> All => below is null ? _all : [.. below.All.Where(item => !_byId.ContainsKey(item.Id)), .. _all];

    public T? Find(string? id) =>
        id is null ? null
        : _byId.TryGetValue(id, out var found) ? Seen(found)
        : below?.Find(id);

    public T Get(string id) => Find(id) ?? throw new KeyNotFoundException($"No {typeof(T).Name} {id}");

    public bool Contains(string id) => Find(id) is not null;

    public IReadOnlyList<T> OwnedBy(string ownerId)
    {
        IReadOnlyList<T> own = _byOwner.TryGetValue(ownerId, out var owned) ? owned : [];
        Touched?.UnionWith(own);
        return below is null ? own : [.. below.OwnedBy(ownerId).Where(item => !_byId.ContainsKey(item.Id)), .. own];
    }

    public Table<T> Over() => new(owner, this);

    public void Add(T item)
    {
        _byId.Add(item.Id, item);
        Seen(item);
        Removed?.Remove(item.Id);
        _all.Add(item);
        if (owner?.Invoke(item) is { } ownerId)
        {
            if (!_byOwner.TryGetValue(ownerId, out var owned))
            {
                _byOwner[ownerId] = owned = [];
            }

            owned.Add(item);
        }
    }

    public void Remove(T item)
    {
        if (!_byId.Remove(item.Id))
        {
            return;
        }

        _all.Remove(item);
        Touched?.Remove(item);
        Removed?.Add(item.Id);
        if (owner?.Invoke(item) is { } ownerId && _byOwner.TryGetValue(ownerId, out var owned))
        {
            owned.Remove(item);
        }
    }

    private T Seen(T item)
    {
        Touched?.Add(item);
        return item;
    }
}
