namespace CpqBilling.Sandbox.Stripe.Search;

/// <summary>What objects looked like before their latest changes, for as long as the index does not show these.</summary>
internal sealed class StaleForms
{
    private readonly Account _account;
    private readonly Dictionary<string, SearchForm> _latest = [];
    private readonly Dictionary<string, List<(long VisibleAt, SearchForm Form)>> _coming = [];
    private readonly Dictionary<string, SearchForm?> _shown = [];

    public StaleForms(Account account)
    {
        _account = account;
        foreach (var (id, form) in All())
        {
            _latest[id] = form;
        }
    }

    /// <summary>An event tells that an object may have changed.</summary>
    public void Note(EventRecord record)
    {
        var id = JsonNode.Parse(record.Snapshot)?["id"]?.GetValue<string>();
        if (id is null || FormOf(id) is not { } form)
        {
            return;
        }

        if (!_coming.TryGetValue(id, out var coming))
        {
            _coming[id] = coming = [];
            _shown[id] = _latest.GetValueOrDefault(id);
        }

        coming.Add((Now + _account.Decisions.SearchLagMilliseconds, form));
        _latest[id] = form;
    }

    /// <summary>False when nothing is known to be behind; then the object itself counts.</summary>
    public bool TryForm(string id, out SearchForm? form)
    {
        form = null;
        if (!_coming.TryGetValue(id, out var coming))
        {
            return false;
        }

        var now = Now;
        foreach (var (_, visible) in coming.Where(change => change.VisibleAt <= now))
        {
            _shown[id] = visible;
        }

        coming.RemoveAll(change => change.VisibleAt <= now);
        form = _shown[id];
        if (coming.Count == 0)
        {
            _coming.Remove(id);
            _shown.Remove(id);
        }

        return true;
    }

    private long Now => DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() + (_account.Clock.WallOffsetSeconds * 1_000);

    private IEnumerable<Kind> Searched => _account.Kinds.All.Where(kind => kind.SearchedAt is not null);

    private SearchForm? FormOf(string id) =>
        Searched.Select(kind => kind.Find(_account, id) is { } item ? kind.SearchFormOf(item) : null).FirstOrDefault(form => form is not null);

    private IEnumerable<(string Id, SearchForm Form)> All() =>
        Searched.SelectMany(kind => kind.AllOf(_account).Select(item => (item.Id, kind.SearchFormOf(item))));
}
