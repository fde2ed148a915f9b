using CpqBilling.Sandbox.Salesforce.Org;
using CpqBilling.Sandbox.Salesforce.Records;
using CpqBilling.Sandbox.Salesforce.Schema;

namespace CpqBilling.Sandbox.Salesforce.Soql;

/// <summary>A query bound to the org: finds, filters, sorts and cuts its records.</summary>
internal sealed class QueryPlan
{
    private readonly SoqlQuery _query;
    private readonly SemiJoins _semiJoins;
    private readonly Func<Record, bool> _where;
    private readonly List<(Bound<Record> Value, OrderBy Order)> _order = [];
    private readonly bool _includeDeleted;

    public QueryPlan(SoqlQuery query, string text, SandboxOrg org, bool includeDeleted = false, ObjectDef? type = null)
    {
        _query = query;
        _includeDeleted = includeDeleted || query.AllRows;
        type ??= org.Schema.Find(query.From) ?? throw SoqlError.NoSuchObject(text, query.FromPosition, query.From);
        Scope = new QueryScope(type, query.Alias, text, org);
        _semiJoins = new SemiJoins(Scope);
        SemiJoins.CheckLimits(query.Where, text);
        _where = query.Where is null ? _ => true : new ConditionCompiler<Record>(Scope, Scope.Bind, _semiJoins).Compile(query.Where);
        if (!query.IsAggregate)
            foreach (var order in query.OrderBy)
                _order.Add((Sortable(order), order));
    }

    public QueryScope Scope { get; }

    /// <summary>Records in the query's order, LIMIT and OFFSET applied unless the query groups.</summary>
    public IReadOnlyList<Record> Records()
    {
        var candidates = new IndexChooser(Scope, _semiJoins).Candidates(_query.Where);
        return Finish(candidates?.OrderBy(record => record.Sequence) ?? Scope.Store[Scope.Type].All);
    }

    /// <summary>The same over given records: the children of one parent.</summary>
    public IReadOnlyList<Record> Records(IEnumerable<Record> candidates) => Finish(candidates.OrderBy(record => record.Sequence));

    private List<Record> Finish(IEnumerable<Record> candidates)
    {
        var found = candidates.Where(record => (_includeDeleted || !record.IsDeleted) && _where(record));
        if (_query.IsAggregate || _query.IsCount)
            return [.. found];
        if (_order.Count > 0)
            found = found.Order(Comparer<Record>.Create(CompareRows));
        if (_query.Offset is { } offset)
            found = found.Skip(offset);
        return [.. _query.Limit is { } limit ? found.Take(limit) : found];
    }

    private int CompareRows(Record a, Record b)
    {
        foreach (var (value, order) in _order)
            if (Ordering.ForSort(value.Read(a), value.Read(b), order.Descending, order.NullsFirst, value.Type.IsId()) is not 0 and var result)
                return result;
        return a.Sequence.CompareTo(b.Sequence);
    }

    private Bound<Record> Sortable(OrderBy order)
    {
        var bound = Scope.Bind(order.Operand);
        return bound.Field is { IsFilterable: false }
            ? throw SoqlError.Malformed(Scope.Text, order.Operand.Position, $"field '{bound.Name}' can not be sorted in a query call")
            : bound;
    }
}
