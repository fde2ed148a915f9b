namespace CpqBilling.Sandbox.Stripe.State;

/// <summary>All kinds of objects, by type, by the word they are shown under and by the fields that hold their ids.</summary>
internal sealed class KindTable
{
    private readonly Dictionary<Type, Kind> _byType;
    private readonly Dictionary<string, Kind> _byName;
    private readonly Dictionary<string, Kind> _byField;

    public KindTable(IReadOnlyList<Kind> all)
    {
        All = all;
        _byType = all.ToDictionary(kind => kind.Subject);
        _byName = all.ToDictionary(kind => kind.Name);
        _byField = all.SelectMany(kind => kind.Fields.Select(field => (field, kind))).ToDictionary(pair => pair.field, pair => pair.kind);
    }

    public IReadOnlyList<Kind> All { get; }

    public Kind Of(StripeObject item) => _byType[item.GetType()];

    public Kind Of<T>()
        where T : StripeObject => _byType[typeof(T)];

    public Kind? Named(string? name) => name is null ? null : _byName.GetValueOrDefault(name);

    /// <summary>The kind whose ids stand in a field of that name.</summary>
    public Kind? In(string field) => _byField.GetValueOrDefault(field);

    /// <summary>Any object of the account, by its id alone.</summary>
    public StripeObject? Find(Account account, string id) => All.Select(kind => kind.Find(account, id)).FirstOrDefault(found => found is not null);
}
