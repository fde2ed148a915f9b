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

    public static OrgSchema Load(bool multiCurrency)
    {
        var schema = new OrgSchema { MultiCurrency = multiCurrency };
        var sources = DescriptionFiles.Read().ToDictionary(source => source.Name, StringComparer.OrdinalIgnoreCase);
        PackageMetadata.MergeInto(sources);
        foreach (var source in sources.Values.OrderBy(source => source.Name, StringComparer.Ordinal))
            schema.Add(ObjectBuilder.Build(source, schema));
        schema.LinkChildren();
        return schema;
    }

    private void Add(ObjectDef definition)
    {
        _byName.Add(definition.Name, definition);
        _byPrefix.Add(definition.KeyPrefix, definition);
    }

    private void LinkChildren()
    {
        foreach (var child in _byName.Values.OrderBy(o => o.Name, StringComparer.Ordinal))
        foreach (var field in child.AllFields.Where(field => field.ChildRelationshipName is not null))
        foreach (var parent in field.ReferenceTo)
            if (_byName.TryGetValue(parent, out var target))
                target.Children.Add(new ChildRelationship(field.ChildRelationshipName!, child, field));
    }

    private static DateTimeOffset WholeSeconds(DateTimeOffset at) => new(at.Ticks - (at.Ticks % TimeSpan.TicksPerSecond), TimeSpan.Zero);

    private bool IsVisible(ObjectDef definition) => MultiCurrency || !definition.OnlyMultiCurrency;
}
