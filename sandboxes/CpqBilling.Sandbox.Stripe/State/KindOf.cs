namespace CpqBilling.Sandbox.Stripe.State;

/// <inheritdoc/>
internal sealed class Kind<T> : Kind
    where T : StripeObject
{
    private static readonly Dictionary<string, Func<Account, T, JsonNode?>> NothingHidden = [];
    private readonly Dictionary<string, FieldKind> _searchedBy = [];

    /// <summary>Which object an entry belongs to.</summary>
    public Func<T, string?>? Owner { get; init; }

    /// <summary>Null for what is kept and never answered.</summary>
    public Func<Account, T, JsonObject>? Render { get; init; }

    public IReadOnlyDictionary<string, Func<Account, T, JsonNode?>> OnRequest { get; init; } = NothingHidden;

    public Func<T, bool> Changes { get; init; } = _ => false;

    public Func<T, bool> IsSearched { get; init; } = _ => true;

    /// <summary>Fields that a search may name; metadata is searched wherever an object of a searched kind has it.</summary>
    public IReadOnlyList<SearchableField<T>> SearchFields
    {
        get;
        init
        {
            field = value;
            _searchedBy = value.ToDictionary(entry => entry.Name, entry => entry.Kind);
            _searchedBy["metadata"] = FieldKind.Metadata;
        }
    } = [];

    public Func<T, Dictionary<string, string>> Metadata { get; init; } = _ => [];

    public override Type Subject => typeof(T);

    public override IReadOnlyDictionary<string, FieldKind> SearchedBy => _searchedBy;

    public override object OpenTable(Account? real) =>
        (real?.Table<T>(), InPreview) switch
        {
            ({ } table, PreviewTable.Over) => table.Over(),
            ({ } table, PreviewTable.Shared) => table,
            _ => new Table<T>(Owner),
        };

    public override StripeObject? Find(Account account, string id) => account.Table<T>().Find(id);

    public override JsonObject Show(Account account, StripeObject item) =>
        Render is { } render ? render(account, (T)item) : throw new InvalidOperationException($"No form for {typeof(T).Name}");

    public override JsonNode? Hidden(Account account, string id, string name) =>
        OnRequest.TryGetValue(name, out var read) && account.Table<T>().Find(id) is { } item ? read(account, item) : null;

    public override bool StillChanges(StripeObject item) => Changes((T)item);

    public override IEnumerable<StripeObject> AllOf(Account account) => account.Table<T>().All;

    public override IEnumerable<StripeObject> SearchedOf(Account account) => account.Table<T>().All.Where(IsSearched);

    public override SearchForm SearchFormOf(StripeObject item) =>
        new(SearchFields.ToDictionary(entry => entry.Name, entry => entry.Read((T)item)), new Dictionary<string, string>(Metadata((T)item)));

    public override KeptTable Keep(Account account) => new KeptTable<T>(Name, account.Table<T>());
}
