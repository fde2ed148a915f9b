using System.Text.Json.Nodes;
using CpqBilling.Sandbox.Salesforce.Api;
using CpqBilling.Sandbox.Salesforce.Records;
using CpqBilling.Sandbox.Salesforce.Schema;

namespace CpqBilling.Sandbox.Salesforce.Soql;

/// <summary>GROUP BY and aggregates: one row per group, each called AggregateResult.</summary>
internal sealed class AggregateQuery(SoqlQuery query, QueryPlan plan)
{
    private const int MaxGroups = 2000;
    private readonly QueryScope _scope = plan.Scope;

    public JsonObject Run()
    {
        var keys = query.GroupBy.Select(operand => (Name: Name(operand), Bound: _scope.Bind(operand))).ToList();
        var columns = Columns(keys);
        var having = query.Having is null
            ? null
            : new ConditionCompiler<Group>(_scope, operand => Bind(operand, keys), new SemiJoins(_scope)).Compile(query.Having);
        var orders = query.OrderBy.Select(order => (Bind(order.Operand, keys).Read, order)).ToList();
        var groups = Groups(keys).Where(group => having is null || having(group)).ToList();
        if (orders.Count > 0)
            groups =
            [
                .. groups.Order(
                    Comparer<Group>.Create(
                        (a, b) =>
                            orders
                                .Select(o => Ordering.ForSort(o.Read(a), o.Read(b), o.order.Descending, o.order.NullsFirst))
                                .FirstOrDefault(result => result != 0)
                    )
                ),
            ];
        var rows = groups.Skip(query.Offset ?? 0).Take(query.Limit ?? MaxGroups).Select(group => Row(group, columns)).ToArray<JsonNode>();
        return new JsonObject
        {
            ["totalSize"] = rows.Length,
            ["done"] = true,
            ["records"] = new JsonArray(rows),
        };
    }

    private List<(string Key, Bound<Group> Value)> Columns(List<(string Name, Bound<Record> Bound)> keys)
    {
        var (columns, number) = (new List<(string, Bound<Group>)>(), 0);
        foreach (var item in query.Select)
        {
            if (item is not ValueItem value)
                throw SoqlError.Malformed("Grouped query cannot use child relationships, FIELDS or COUNT() in the SELECT list");
            var bound = Bind(value.Operand, keys);
            columns.Add((value.Alias ?? (value.Operand is FieldPath ? bound.Name : $"expr{number++}"), bound));
        }
        return columns;
    }

    private Bound<Group> Bind(Operand operand, List<(string Name, Bound<Record> Bound)> keys)
    {
        if (operand is FunctionCall { IsAggregate: true } call)
            return Aggregates.Bind(call, _scope, keys.ConvertAll(key => key.Name));
        var index = keys.FindIndex(key => key.Name.Equals(Name(operand), StringComparison.OrdinalIgnoreCase));
        if (index >= 0)
            return new Bound<Group>(keys[index].Bound.Name, keys[index].Bound.Type, keys[index].Bound.Field, group => group.Key[index]);
        if (
            operand is FieldPath { Parts: [var alias] }
            && query.Select.OfType<ValueItem>().FirstOrDefault(item => alias.Equals(item.Alias, StringComparison.OrdinalIgnoreCase)) is { } aliased
        )
            return Bind(aliased.Operand, keys);
        _scope.Bind(operand);
        throw SoqlError.Malformed(
            _scope.Text,
            operand.Position,
            $"Field must be grouped or aggregated: {(operand is FieldPath path ? path.Parts[^1] : Name(operand))}"
        );
    }

    private IEnumerable<Group> Groups(List<(string Name, Bound<Record> Bound)> keys)
    {
        var records = plan.Records();
        if (keys.Count == 0)
            return [new Group([], records, [])];
        return GroupingSets(keys.Count)
            .SelectMany(kept =>
                records
                    .GroupBy(record => keys.Select((key, i) => kept[i] ? key.Bound.Read(record) : null).ToArray(), KeyComparer.Instance)
                    .Select(group => new Group(group.Key, [.. group], [.. kept.Select(keep => !keep)]))
            );
    }

    private IEnumerable<bool[]> GroupingSets(int count)
    {
        if (query.GroupingKind is null)
            return [Enumerable.Repeat(true, count).ToArray()];
        if (query.GroupingKind == "ROLLUP")
            return Enumerable.Range(0, count + 1).Select(dropped => Enumerable.Range(0, count).Select(i => i < count - dropped).ToArray());
        return Enumerable.Range(0, 1 << count).Select(mask => Enumerable.Range(0, count).Select(i => (mask >> i & 1) == 0).ToArray());
    }

    private static JsonObject Row(Group group, List<(string Key, Bound<Group> Value)> columns)
    {
        var row = new JsonObject { ["attributes"] = new JsonObject { ["type"] = "AggregateResult" } };
        foreach (var (key, value) in columns)
            row[key] = RecordJson.Value(value.Read(group), value.Field);
        return row;
    }

    private static string Name(Operand operand) =>
        operand switch
        {
            FieldPath path => path.ToString(),
            FunctionCall call => $"{call.Name}({(call.Argument is null ? "" : Name(call.Argument))})",
            _ => throw new System.Diagnostics.UnreachableException(),
        };

    private sealed class KeyComparer : IEqualityComparer<object?[]>
    {
        public static readonly KeyComparer Instance = new();

        public bool Equals(object?[]? x, object?[]? y) =>
            x!
                .Zip(y!)
                .All(pair =>
                    pair.First is string a && pair.Second is string b
                        ? a.Equals(b, StringComparison.OrdinalIgnoreCase)
                        : Equals(pair.First, pair.Second)
                );

        public int GetHashCode(object?[] key) =>
            key.Aggregate(17, (hash, value) => HashCode.Combine(hash, value is string text ? text.ToUpperInvariant() : value));
    }
}

/// <summary>Records that share their grouping values; <paramref name="IsSubtotal"/> marks the keys a rollup left out.</summary>
internal sealed record Group(object?[] Key, IReadOnlyList<Record> Records, IReadOnlyList<bool> IsSubtotal);
