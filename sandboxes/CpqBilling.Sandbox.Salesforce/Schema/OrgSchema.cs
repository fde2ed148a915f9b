namespace CpqBilling.Sandbox.Salesforce.Schema;

/// <summary>Every object of the org: standard and CPQ objects from description files, ours from the package's metadata.</summary>
internal sealed class OrgSchema
{
    private readonly Dictionary<string, ObjectDef> _byName = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, ObjectDef> _byPrefix = new(StringComparer.Ordinal);

    private bool _multiCurrency;

    public bool MultiCurrency
    {
        get => _multiCurrency;
        set => (_multiCurrency, ChangedAt) = (value, WholeSeconds(DateTimeOffset.UtcNow));
    }

    /// <summary>When the org last looked different to describe, in whole seconds as HTTP dates have them.</summary>
    public DateTimeOffset ChangedAt { get; private set; }

    public IEnumerable<ObjectDef> Objects => _byName.Values.Where(IsVisible).OrderBy(o => o.Name, StringComparer.Ordinal);

    /// <summary>Every object, also those only a multi-currency org shows.</summary>
    public IEnumerable<ObjectDef> All => _byName.Values;

    public ObjectDef? Find(string name) => _byName.TryGetValue(name, out var found) && IsVisible(found) ? found : null;

    public ObjectDef? FindByPrefix(string id) => id.Length >= 3 ? _byPrefix.GetValueOrDefault(id[..3]) : null;

    public ObjectDef this[string name] => _byName[name];

    /// <param name="multiCurrency">Whether records have <c>CurrencyIsoCode</c>.</param>
    /// <param name="hasPackage">Whether our package is installed; without it the org has the standard and CPQ objects only.</param>
    public static OrgSchema Load(bool multiCurrency, bool hasPackage)
    {
        var schema = new OrgSchema { MultiCurrency = multiCurrency };
        var sources = DescriptionFiles.Read().ToDictionary(source => source.Name, StringComparer.OrdinalIgnoreCase);
        if (hasPackage)
            PackageMetadata.MergeInto(sources);
        KeyPrefixes.Give(sources.Values, []);
        foreach (var source in sources.Values.OrderBy(source => source.Name, StringComparer.Ordinal))
            schema.Add(ObjectBuilder.Build(source, schema));
        schema.LinkChildren();
        return schema;
    }

    /// <summary>Takes in what was deployed: unknown objects and fields join, known custom fields and rules are replaced. Answers the objects touched.</summary>
    public IReadOnlyList<ObjectDef> Join(IReadOnlyCollection<ObjectSource> deployed)
    {
        KeyPrefixes.Give([.. deployed.Where(source => !_byName.ContainsKey(source.Name))], _byPrefix.Keys);
        foreach (var source in deployed.OrderBy(source => source.Name, StringComparer.Ordinal))
        {
            if (_byName.TryGetValue(source.Name, out var known))
                Merge(known, source);
            else
                Add(ObjectBuilder.Build(source, this));
        }
        LinkChildren();
        ChangedAt = WholeSeconds(DateTimeOffset.UtcNow);
        return [.. deployed.Select(source => this[source.Name])];
    }

    private static void Merge(ObjectDef known, ObjectSource source)
    {
        if (source.IsWhole)
            (known.Label, known.LabelPlural) = (source.Label, source.LabelPlural);
        foreach (var (name, field) in source.Fields.Where(field => field.Key.EndsWith("__c", StringComparison.OrdinalIgnoreCase)))
            known.Put(ObjectBuilder.Field(name, field));
        known.ValidationRules.RemoveAll(rule => source.ValidationRules.Exists(other => other.Name == rule.Name));
        known.ValidationRules.AddRange(source.ValidationRules);
    }

    private void Add(ObjectDef definition)
    {
        _byName.Add(definition.Name, definition);
        _byPrefix.Add(definition.KeyPrefix, definition);
    }

    private void LinkChildren()
    {
        foreach (var parent in _byName.Values)
            parent.Children.Clear();
        foreach (var child in _byName.Values.OrderBy(o => o.Name, StringComparer.Ordinal))
        foreach (var field in child.AllFields.Where(field => field.ChildRelationshipName is not null))
        foreach (var parent in field.ReferenceTo)
            if (_byName.TryGetValue(parent, out var target))
                target.Children.Add(new ChildRelationship(field.ChildRelationshipName!, child, field));
    }

    private static DateTimeOffset WholeSeconds(DateTimeOffset at) => new(at.Ticks - (at.Ticks % TimeSpan.TicksPerSecond), TimeSpan.Zero);

    private bool IsVisible(ObjectDef definition) => MultiCurrency || !definition.OnlyMultiCurrency;
}
