using System.Text.Json.Nodes;
using CpqBilling.Sandbox.Salesforce.Api;
using CpqBilling.Sandbox.Salesforce.Records;
using CpqBilling.Sandbox.Salesforce.Schema;

namespace CpqBilling.Sandbox.Salesforce.Soql;

/// <summary>What a row looks like in the answer: fields in the order asked, parents nested, children as lists.</summary>
internal sealed class RowShape
{
    private readonly List<(string Key, Action<Record, JsonObject, RowContext> Write)> _entries = [];
    private readonly Dictionary<string, RowShape> _parents = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _names = new(StringComparer.OrdinalIgnoreCase);
    private readonly QueryScope _scope;

    public RowShape(QueryScope scope) => _scope = scope;

    public JsonObject Write(Record record, RowContext context)
    {
        var row = new JsonObject { ["attributes"] = RecordJson.Attributes(record, context.Version) };
        foreach (var (key, write) in _entries)
            write(record, row, context);
        return row;
    }

    public void AddField(FieldPath path)
    {
        var bound = _scope.Resolve(path);
        var shape = this;
        foreach (var hop in bound.Hops)
            shape = shape.Parent(hop);
        shape.AddOwnField(bound.Field, path);
    }

    public void AddOwnField(FieldDef field, FieldPath? path = null)
    {
        if (!_names.Add(field.Name))
            throw SoqlError.Field(_scope.Text, path?.Position ?? 0, $"duplicate field selected: {field.Name}");
        _entries.Add((field.Name, (record, row, _) => row[field.Name] = RecordJson.Value(record[field], field)));
    }

    public void AddFunction(FunctionCall call, string key)
    {
        var bound = _scope.Bind(call);
        _entries.Add((key, (record, row, _) => row[key] = RecordJson.Value(bound.Read(record), bound.Field)));
    }

    public void AddChildren(string relationship, ChildQuery children) =>
        _entries.Add((relationship, (record, row, context) => row[relationship] = children.Write(record, context)));

    public void AddTypeOf(TypeOfItem item)
    {
        var hop =
            _scope.Type.FindRelationship(item.Relationship) ?? throw SoqlError.NoSuchRelationship(_scope.Text, item.Position, item.Relationship);
        var shapes = item.Branches.ToDictionary(
            branch => branch.Type,
            branch => ShapeOf(branch.Type, branch.Fields),
            StringComparer.OrdinalIgnoreCase
        );
        _entries.Add(
            (
                hop.RelationshipName!,
                (record, row, context) =>
                {
                    var parent = _scope.Store.Parent(record, hop);
                    row[hop.RelationshipName!] = parent is null
                        ? null
                        : (shapes.GetValueOrDefault(parent.Type.Name) ?? ShapeOf(parent.Type.Name, item.Else)).Write(parent, context);
                }
            )
        );
    }

    private RowShape ShapeOf(string type, IReadOnlyList<FieldPath> fields)
    {
        var definition = _scope.Store.Schema.Find(type) ?? throw SoqlError.NoSuchObject(_scope.Text, 0, type);
        var shape = new RowShape(new QueryScope(definition, null, _scope.Text, _scope.Org));
        foreach (var field in fields)
            shape.AddField(field);
        return shape;
    }

    private RowShape Parent(FieldDef hop)
    {
        var key = hop.RelationshipName!;
        if (_parents.TryGetValue(key, out var shape))
            return shape;
        shape = new RowShape(new QueryScope(_scope.Store.Schema[hop.ReferenceTo[0]], null, _scope.Text, _scope.Org));
        _parents.Add(key, shape);
        _entries.Add(
            (key, (record, row, context) => row[key] = _scope.Store.Parent(record, hop) is { } parent ? shape.Write(parent, context) : null)
        );
        return shape;
    }
}

/// <summary>What writing rows needs besides the rows: the version in their URLs, the page size and where further pages are kept.</summary>
internal sealed record RowContext(string Version, int BatchSize, QueryCursors Cursors);

/// <summary>A subquery over the children of a row; an empty list is null.</summary>
internal sealed class ChildQuery(QueryPlan plan, RowShape shape, ChildRelationship relationship)
{
    public JsonNode? Write(Record parent, RowContext context)
    {
        var records = plan.Records(plan.Scope.Store[relationship.Child].Find(relationship.Field, parent.Id));
        return records.Count == 0 ? null : context.Cursors.FirstPage(records, record => shape.Write(record, context), context);
    }
}
