using CpqBilling.Sandbox.Salesforce.Records;
using CpqBilling.Sandbox.Salesforce.Schema;

namespace CpqBilling.Sandbox.Salesforce.Soql;

/// <summary>COUNT, SUM and their kin over the records of a group. Empty values do not count.</summary>
internal static class Aggregates
{
    public static Bound<Group> Bind(FunctionCall call, QueryScope scope, List<string> keys)
    {
        if (call.Argument is null)
            return new Bound<Group>("expr", FieldType.Int, null, group => (decimal)group.Records.Count);
        if (call.Name == "GROUPING")
        {
            var index = keys.FindIndex(key => key.Equals(call.Argument.ToString(), StringComparison.OrdinalIgnoreCase));
            return new Bound<Group>(
                "expr",
                FieldType.Int,
                null,
                group => index >= 0 && group.IsSubtotal.Count > index && group.IsSubtotal[index] ? 1m : 0m
            );
        }
        var argument = scope.Bind(call.Argument);
        if (call.Name is "SUM" or "AVG" && !argument.Type.IsNumber())
            throw SoqlError.Malformed(scope.Text, call.Position, $"Field {argument.Name} does not support aggregate operator {call.Name}");
        return call.Name switch
        {
            "COUNT" => new Bound<Group>("expr", FieldType.Int, null, group => (decimal)Values(group).Count()),
            "COUNT_DISTINCT" => new Bound<Group>(
                "expr",
                FieldType.Int,
                null,
                group => (decimal)Values(group).Select(value => value is string text ? text.ToUpperInvariant() : value).Distinct().Count()
            ),
            "SUM" => new Bound<Group>(
                "expr",
                FieldType.Double,
                argument.Field,
                group => Numbers(group) is { Count: > 0 } numbers ? numbers.Sum() : null
            ),
            "AVG" => new Bound<Group>(
                "expr",
                FieldType.Double,
                argument.Field,
                group => Numbers(group) is { Count: > 0 } numbers ? numbers.Average() : null
            ),
            "MIN" => new Bound<Group>(
                "expr",
                argument.Type,
                argument.Field,
                group => Values(group).Aggregate((object?)null, (best, value) => best is null || Ordering.Compare(value, best) < 0 ? value : best)
            ),
            _ => new Bound<Group>(
                "expr",
                argument.Type,
                argument.Field,
                group => Values(group).Aggregate((object?)null, (best, value) => best is null || Ordering.Compare(value, best) > 0 ? value : best)
            ),
        };

        IEnumerable<object> Values(Group group) => group.Records.Select(argument.Read).OfType<object>();

        List<decimal> Numbers(Group group) => [.. Values(group).OfType<decimal>()];
    }
}
