namespace CpqBilling.Sandbox.Salesforce.Schema;

/// <summary>One object of the org with its fields in describe order and its child relationships.</summary>
internal sealed class ObjectDef
{
    private readonly List<FieldDef> _fields = [];
    private readonly Dictionary<string, FieldDef> _byName = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, FieldDef> _byRelationship = new(StringComparer.OrdinalIgnoreCase);

    public required string Name { get; init; }
    public required string Label { get; set; }
    public required string LabelPlural { get; set; }
    public required string KeyPrefix { get; init; }
    public required OrgSchema Schema { get; init; }
    public bool IsSystem { get; init; }
    public bool IsCustomSetting { get; init; }
    public bool OnlyMultiCurrency { get; init; }
    public bool IsCustom => Name.EndsWith("__c", StringComparison.OrdinalIgnoreCase) || IsPlatformEvent;
    public bool IsPlatformEvent => Name.EndsWith("__e", StringComparison.OrdinalIgnoreCase);
    public List<ChildRelationship> Children { get; } = [];
    public List<ValidationRule> ValidationRules { get; } = [];
    public int Width => _fields.Count;

    public IEnumerable<FieldDef> Fields => Schema.MultiCurrency ? _fields : _fields.Where(f => !f.OnlyMultiCurrency);

    /// <summary>Every field, also <c>CurrencyIsoCode</c> of a single-currency org.</summary>
    public IReadOnlyList<FieldDef> AllFields => _fields;

    public FieldDef IdField => _fields[0];

    public FieldDef? NameField => _fields.Find(f => f.IsNameField);

    public void Add(FieldDef field)
    {
        field.Ordinal = _fields.Count;
        _fields.Add(field);
        _byName.Add(field.Name, field);
        if (field.RelationshipName is { } relationship)
            _byRelationship.TryAdd(relationship, field);
    }

    /// <summary>Takes in a deployed field: a known one is replaced where it stands, so that stored values stay right.</summary>
    public void Put(FieldDef field)
    {
        if (!_byName.TryGetValue(field.Name, out var known))
        {
            Add(field);
            return;
        }
        field.Ordinal = known.Ordinal;
        _fields[known.Ordinal] = _byName[field.Name] = field;
        if (known.RelationshipName is { } former)
            _byRelationship.Remove(former);
        if (field.RelationshipName is { } relationship)
            _byRelationship[relationship] = field;
    }

    /// <summary>A field by its name in any case; <c>CurrencyIsoCode</c> is unknown unless the org is multi-currency.</summary>
    public FieldDef? Find(string name) => Visible(_byName.GetValueOrDefault(name));

    /// <summary>The lookup behind a relationship name such as <c>SBQQ__Quote__r</c>.</summary>
    public FieldDef? FindRelationship(string name) => _byRelationship.GetValueOrDefault(name);

    public ChildRelationship? FindChildren(string name) => Children.Find(child => child.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    public FieldDef this[string name] =>
        _byName.TryGetValue(name, out var field) ? field : throw new KeyNotFoundException($"{Name} has no field {name}.");

    public override string ToString() => Name;

    private FieldDef? Visible(FieldDef? field) => field is { OnlyMultiCurrency: true } && !Schema.MultiCurrency ? null : field;
}

/// <summary>The way from a parent to the records that look it up.</summary>
internal sealed record ChildRelationship(string Name, ObjectDef Child, FieldDef Field);

/// <summary>A validation rule of our package: a write is refused when its condition holds.</summary>
internal sealed record ValidationRule(string Name, string Condition, string Message, string? ErrorField);
