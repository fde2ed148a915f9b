using CpqBilling.Sandbox.Salesforce.Schema;

namespace CpqBilling.Sandbox.Salesforce.Soql;

/// <summary>The values of a query's semi-joins, each worked out once.</summary>
internal sealed class SemiJoins(QueryScope scope)
{
    private readonly Dictionary<InSubquery, ValueSet> _values = new(ReferenceEqualityComparer.Instance);

    /// <summary>At most two, not inside one another and not under OR.</summary>
    public static void CheckLimits(SoqlCondition? condition, string text, bool underOr = false)
    {
        if (All(condition).Count() > 2)
            throw SoqlError.TooManySemijoins();
        Walk(condition, text, underOr);
    }

    public ValueSet Values(InSubquery join)
    {
        if (!_values.TryGetValue(join, out var values))
            _values.Add(join, values = Read(join));
        return values;
    }

    private ValueSet Read(InSubquery join)
    {
        if (join.Query.Select is not [ValueItem { Operand: FieldPath path }])
            throw SoqlError.Malformed(scope.Text, join.Query.FromPosition, "semi join sub-selects must select exactly one field");
        var plan = new QueryPlan(join.Query, scope.Text, scope.Org);
        var field = plan.Scope.Resolve(path).Field;
        if (!field.Type.IsId())
            throw SoqlError.Field(scope.Text, path.Position, $"The inner select field '{path}' must be of type id or reference");
        var read = plan.Scope.Bind(path).Read;
        return new ValueSet(plan.Records().Select(read).Where(value => value is not null).ToList(), caseSensitive: true);
    }

    private static void Walk(SoqlCondition? condition, string text, bool underOr)
    {
        switch (condition)
        {
            case AllOf all:
                all.Parts.ToList().ForEach(part => Walk(part, text, underOr));
                break;
            case AnyOf any:
                any.Parts.ToList().ForEach(part => Walk(part, text, true));
                break;
            case NoneOf none:
                Walk(none.Inner, text, underOr);
                break;
            case InSubquery when underOr:
                throw SoqlError.Malformed("Semi join sub-selects are not allowed with the 'OR' operator");
            case InSubquery join when All(join.Query.Where).Any():
                throw SoqlError.Malformed("Nesting of semi join sub-selects is not supported");
        }
    }

    private static IEnumerable<InSubquery> All(SoqlCondition? condition) =>
        condition switch
        {
            AllOf all => all.Parts.SelectMany(All),
            AnyOf any => any.Parts.SelectMany(All),
            NoneOf none => All(none.Inner),
            InSubquery join => [join],
            _ => [],
        };
}
