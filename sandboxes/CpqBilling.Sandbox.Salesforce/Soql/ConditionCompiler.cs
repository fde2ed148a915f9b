using CpqBilling.Sandbox.Salesforce.Records;
using CpqBilling.Sandbox.Salesforce.Schema;

namespace CpqBilling.Sandbox.Salesforce.Soql;

/// <summary>Turns a condition into a test of rows, refusing literals and operators that do not fit the field.</summary>
internal sealed class ConditionCompiler<TRow>(QueryScope scope, Func<Operand, Bound<TRow>> bind, SemiJoins semiJoins)
{
    public Func<TRow, bool> Compile(SoqlCondition condition)
    {
        switch (condition)
        {
            case AllOf all:
                var every = all.Parts.Select(Compile).ToArray();
                return row => Array.TrueForAll(every, test => test(row));
            case AnyOf any:
                var some = any.Parts.Select(Compile).ToArray();
                return row => Array.Exists(some, test => test(row));
            case NoneOf none:
                var inner = Compile(none.Inner);
                return row => !inner(row);
            case Comparison { Operator: "LIKE" } like:
                return Like(like);
            case Comparison comparison:
                return Compare(comparison);
            case InList list:
                return In(list);
            case InSubquery query:
                return InQuery(query);
            case Includes includes:
                return Includes(includes);
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private Bound<TRow> Filterable(Operand operand)
    {
        var bound = bind(operand);
        return bound.Field is { IsFilterable: false }
            ? throw SoqlError.Field(scope.Text, operand.Position, $"field '{bound.Name}' can not be filtered in a query call")
            : bound;
    }

    private Func<TRow, bool> Compare(Comparison comparison)
    {
        var left = Filterable(comparison.Left);
        var (read, op) = (left.Read, comparison.Operator);
        if (op is not ("=" or "!=") && left.Type is FieldType.Boolean or FieldType.MultiPicklist)
            throw SoqlError.Operator(
                scope.Text,
                comparison.Left.Position,
                $"operator {op} is not valid for field '{left.Name}' of type {left.Type.WireName()}"
            );
        if (comparison.Right.Kind == LiteralKind.Named)
            return NamedDate(left, op, comparison.Right);
        var right = Literals.Typed(comparison.Right, left.Name, left.Type, left.Field, scope);
        if (right is null)
            return op switch
            {
                "=" => row => IsBlank(read(row)),
                "!=" => row => !IsBlank(read(row)),
                _ => _ => false,
            };
        var caseSensitive = left.Field is { IsCaseSensitive: true } || left.Type.IsId();
        Func<object?, int?> order = value => Ordering.Compare(value, right, caseSensitive);
        return op switch
        {
            "=" => row => order(read(row)) == 0,
            "!=" => row => order(read(row)) != 0,
            "<" => row => order(read(row)) < 0,
            "<=" => row => order(read(row)) <= 0,
            ">" => row => order(read(row)) > 0,
            _ => row => order(read(row)) >= 0,
        };
    }

    private Func<TRow, bool> NamedDate(Bound<TRow> left, string op, SoqlLiteral literal)
    {
        if (left.Type is not (FieldType.Date or FieldType.DateTime))
            throw SoqlError.Field(
                scope.Text,
                literal.Position,
                $"value of filter criterion for field '{left.Name}' must be of type {left.Type.WireName()}"
            );
        var (from, to) = DateLiterals.Span((string)literal.Value!, literal.Count, scope.Org.Clock.Today);
        var read = left.Read;
        return op switch
        {
            "=" => row => Day(read(row)) is { } day && day >= from && day < to,
            "!=" => row => Day(read(row)) is not { } day || day < from || day >= to,
            "<" => row => Day(read(row)) is { } day && day < from,
            "<=" => row => Day(read(row)) is { } day && day < to,
            ">" => row => Day(read(row)) is { } day && day >= to,
            _ => row => Day(read(row)) is { } day && day >= from,
        };
    }

    private Func<TRow, bool> Like(Comparison comparison)
    {
        var left = Filterable(comparison.Left);
        if (!left.Type.IsText())
            throw SoqlError.Operator(scope.Text, comparison.Left.Position, $"invalid operator on {left.Type.WireName()} field");
        if (Literals.Typed(comparison.Right, left.Name, left.Type, left.Field, scope) is not string pattern)
            return row => IsBlank(left.Read(row));
        var matcher = new LikePattern(pattern);
        return row => left.Read(row) is string value && matcher.Matches(value);
    }

    private Func<TRow, bool> In(InList list)
    {
        var left = Filterable(list.Left);
        var caseSensitive = left.Field is { IsCaseSensitive: true } || left.Type.IsId();
        var values = new ValueSet(list.Values.Select(value => Literals.Typed(value, left.Name, left.Type, left.Field, scope)), caseSensitive);
        return row => values.Contains(left.Read(row)) != list.IsNot;
    }

    private Func<TRow, bool> InQuery(InSubquery query)
    {
        var left = Filterable(query.Left);
        var values = semiJoins.Values(query);
        return row => left.Read(row) is { } value ? values.Contains(value) != query.IsNot : query.IsNot;
    }

    private Func<TRow, bool> Includes(Includes includes)
    {
        var left = Filterable(includes.Left);
        if (left.Type != FieldType.MultiPicklist)
            throw SoqlError.Operator(
                scope.Text,
                includes.Left.Position,
                $"includes or excludes operator only valid on multipicklist field, not '{left.Name}'"
            );
        var wanted = includes.Values.Select(value => ((string)value.Value!).Split(';')).ToArray();
        return row =>
        {
            var chosen = (left.Read(row) as string ?? "").Split(';');
            return Array.Exists(wanted, all => Array.TrueForAll(all, one => chosen.Contains(one, StringComparer.OrdinalIgnoreCase)))
                != includes.IsNot;
        };
    }

    private static bool IsBlank(object? value) => value is null or "";

    private static DateOnly? Day(object? value) =>
        value switch
        {
            DateOnly date => date,
            DateTimeOffset at => DateOnly.FromDateTime(at.UtcDateTime),
            _ => null,
        };
}
