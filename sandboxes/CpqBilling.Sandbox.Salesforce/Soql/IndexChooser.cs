using CpqBilling.Sandbox.Salesforce.Records;
using CpqBilling.Sandbox.Salesforce.Schema;

namespace CpqBilling.Sandbox.Salesforce.Soql;

/// <summary>Finds records that can satisfy a condition without looking at all of them. The condition itself is still tested on each.</summary>
/// <remarks>Indexed are ids, lookups, external and unique fields (also across parent paths) and the modification stamps.</remarks>
internal sealed class IndexChooser(QueryScope scope, SemiJoins semiJoins)
{
    /// <summary>Null when no index helps.</summary>
    public IReadOnlyCollection<Record>? Candidates(SoqlCondition? condition) =>
        condition switch
        {
            AllOf all => Smallest(all.Parts),
            AnyOf any => Union(any.Parts),
            Comparison { Left: FieldPath path, Operator: "=", Right.Kind: LiteralKind.Text } equal => ByValues(path, [(string)equal.Right.Value!]),
            Comparison { Left: FieldPath path } range => ByInstant(path, range),
            InList { Left: FieldPath path, IsNot: false } list when list.Values.All(value => value.Kind == LiteralKind.Text) => ByValues(
                path,
                list.Values.Select(value => (string)value.Value!)
            ),
            InSubquery { Left: FieldPath path, IsNot: false } join => ByValues(path, semiJoins.Values(join).Keys.OfType<string>()),
            _ => null,
        };

    private IReadOnlyCollection<Record>? Smallest(IReadOnlyList<SoqlCondition> parts)
    {
        IReadOnlyCollection<Record>? best = null;
        foreach (var part in parts)
            if (Candidates(part) is { } found && (best is null || found.Count < best.Count))
                best = found;
        return best;
    }

    private HashSet<Record>? Union(IReadOnlyList<SoqlCondition> parts)
    {
        var union = new HashSet<Record>();
        foreach (var part in parts)
        {
            if (Candidates(part) is not { } found)
                return null;
            union.UnionWith(found);
        }
        return union;
    }

    private HashSet<Record>? ByValues(FieldPath fieldPath, IEnumerable<string> values)
    {
        var path = scope.Resolve(fieldPath);
        var table = scope.Store[path.Owner];
        if (path.Field.Type != FieldType.Id && !table.HasIndex(path.Field))
            return null;
        var found = new HashSet<Record>();
        foreach (var value in values.Where(value => value.Length > 0))
        {
            if (path.Field.Type == FieldType.Id)
            {
                if (SalesforceId.Normalize(value) is { } id && table.Find(id) is { } record)
                    found.Add(record);
            }
            else
            {
                found.UnionWith(table.Find(path.Field, path.Field.Type == FieldType.Reference ? SalesforceId.Normalize(value) ?? value : value));
            }
        }
        return Back(path, found);
    }

    /// <summary>From the records at the end of a path back to the records it starts from.</summary>
    private HashSet<Record> Back(BoundPath path, HashSet<Record> found)
    {
        var owners = new List<ObjectDef> { scope.Type };
        foreach (var hop in path.Hops)
            owners.Add(scope.Store.Schema[hop.ReferenceTo[0]]);
        for (var i = path.Hops.Count - 1; i >= 0; i--)
        {
            var table = scope.Store[owners[i]];
            found = [.. found.SelectMany(parent => table.Find(path.Hops[i], parent.Id))];
        }
        return found;
    }

    private List<Record>? ByInstant(FieldPath fieldPath, Comparison range)
    {
        var path = scope.Resolve(fieldPath);
        if (path.Hops.Count > 0 || range.Right.Value is not DateTimeOffset at || scope.Store[scope.Type].Instants(path.Field) is not { } index)
            return null;
        return range.Operator switch
        {
            ">" or ">=" => [.. index.Between(at, DateTimeOffset.MaxValue)],
            "<" or "<=" => [.. index.Between(DateTimeOffset.MinValue, at)],
            "=" => [.. index.Between(at, at)],
            _ => null,
        };
    }
}
