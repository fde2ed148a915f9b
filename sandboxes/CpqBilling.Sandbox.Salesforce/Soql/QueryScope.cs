using CpqBilling.Sandbox.Salesforce.Org;
using CpqBilling.Sandbox.Salesforce.Records;
using CpqBilling.Sandbox.Salesforce.Schema;

namespace CpqBilling.Sandbox.Salesforce.Soql;

/// <summary>A value that rows have: how it is called and typed, and how it is read from a row.</summary>
internal sealed record Bound<TRow>(string Name, FieldType Type, FieldDef? Field, Func<TRow, object?> Read);

/// <summary>A field reached over lookups; <paramref name="Hops"/> are empty for a field of the object itself.</summary>
internal sealed record BoundPath(IReadOnlyList<FieldDef> Hops, ObjectDef Owner, FieldDef Field);

/// <summary>The names a query may use: the fields of its object and of its parents, up to five lookups away.</summary>
internal sealed class QueryScope(ObjectDef type, string? alias, string text, SandboxOrg org)
{
    private const int MaxHops = 5;

    public ObjectDef Type { get; } = type;

    public string Text { get; } = text;

    public SandboxOrg Org { get; } = org;

    public RecordStore Store => Org.Store;

    public BoundPath Resolve(FieldPath path)
    {
        var parts = path.Parts;
        if (
            parts.Count > 1
            && (
                parts[0].Equals(alias, StringComparison.OrdinalIgnoreCase)
                || (parts[0].Equals(Type.Name, StringComparison.OrdinalIgnoreCase) && Type.FindRelationship(parts[0]) is null)
            )
        )
            parts = [.. parts.Skip(1)];
        if (parts.Count - 1 > MaxHops)
            throw SoqlError.Malformed(Text, path.Position, $"Field path '{path}' is too deep: at most {MaxHops} relationships are allowed");
        var (owner, hops) = (Type, new List<FieldDef>());
        foreach (var part in parts.Take(parts.Count - 1))
        {
            var hop = owner.FindRelationship(part) ?? throw SoqlError.NoSuchRelationship(Text, path.Position, part);
            hops.Add(hop);
            owner = Store.Schema.Find(hop.ReferenceTo[0]) ?? throw SoqlError.NoSuchRelationship(Text, path.Position, part);
        }
        var field = owner.Find(parts[^1]) ?? throw SoqlError.NoSuchColumn(Text, path.Position, parts[^1], owner.Name);
        return new BoundPath(hops, owner, field);
    }

    public Bound<Record> Bind(Operand operand) =>
        operand switch
        {
            FieldPath path => BindPath(Resolve(path)),
            FunctionCall call => RowFunctions.Bind(call, this),
            _ => throw new System.Diagnostics.UnreachableException(),
        };

    public Record? Follow(Record record, IReadOnlyList<FieldDef> hops)
    {
        var current = record;
        foreach (var hop in hops)
        {
            if (Store.Parent(current, hop) is not { } parent)
                return null;
            current = parent;
        }
        return current;
    }

    private Bound<Record> BindPath(BoundPath path)
    {
        var field = path.Field;
        return path.Hops.Count == 0
            ? new Bound<Record>(field.Name, field.Type, field, record => record[field])
            : new Bound<Record>(field.Name, field.Type, field, record => Follow(record, path.Hops)?[field]);
    }
}
