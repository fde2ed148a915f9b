namespace CpqBilling.Sandbox.Salesforce.Soql;

/// <summary>A parsed query. Positions are offsets into its text, for error messages.</summary>
internal sealed record SoqlQuery(
    IReadOnlyList<SelectItem> Select,
    string From,
    int FromPosition,
    string? Alias,
    SoqlCondition? Where,
    IReadOnlyList<Operand> GroupBy,
    SoqlCondition? Having,
    IReadOnlyList<OrderBy> OrderBy,
    int? Limit,
    int? Offset,
    bool AllRows
)
{
    /// <summary>ROLLUP or CUBE when the grouping adds subtotals.</summary>
    public string? GroupingKind { get; init; }

    public bool IsCount => Select is [CountItem];

    public bool IsAggregate => GroupBy.Count > 0 || Select.Any(item => item is ValueItem { Operand: FunctionCall { IsAggregate: true } });
}

internal abstract record SelectItem;

/// <summary>A field, a parent path or a function, with an alias where the grammar allows one.</summary>
internal sealed record ValueItem(Operand Operand, string? Alias) : SelectItem;

internal sealed record SubqueryItem(SoqlQuery Query) : SelectItem;

internal sealed record CountItem : SelectItem;

internal sealed record FieldsItem(string Kind, int Position) : SelectItem;

internal sealed record TypeOfItem(string Relationship, int Position, IReadOnlyList<TypeOfBranch> Branches, IReadOnlyList<FieldPath> Else)
    : SelectItem;

internal sealed record TypeOfBranch(string Type, IReadOnlyList<FieldPath> Fields);

internal abstract record Operand(int Position);

internal sealed record FieldPath(IReadOnlyList<string> Parts, int Position) : Operand(Position)
{
    public override string ToString() => string.Join('.', Parts);
}

internal sealed record FunctionCall(string Name, Operand? Argument, int Position) : Operand(Position)
{
    public bool IsAggregate => Name is "COUNT" or "COUNT_DISTINCT" or "SUM" or "AVG" or "MIN" or "MAX" or "GROUPING";
}

internal abstract record SoqlCondition;

internal sealed record AllOf(IReadOnlyList<SoqlCondition> Parts) : SoqlCondition;

internal sealed record AnyOf(IReadOnlyList<SoqlCondition> Parts) : SoqlCondition;

internal sealed record NoneOf(SoqlCondition Inner) : SoqlCondition;

/// <summary>One comparison; <paramref name="Operator"/> is =, !=, &lt;, &lt;=, &gt;, &gt;= or LIKE.</summary>
internal sealed record Comparison(Operand Left, string Operator, SoqlLiteral Right) : SoqlCondition;

internal sealed record InList(Operand Left, bool IsNot, IReadOnlyList<SoqlLiteral> Values) : SoqlCondition;

internal sealed record InSubquery(Operand Left, bool IsNot, SoqlQuery Query) : SoqlCondition;

internal sealed record Includes(Operand Left, bool IsNot, IReadOnlyList<SoqlLiteral> Values) : SoqlCondition;

internal enum LiteralKind
{
    Text,
    Number,
    Boolean,
    Null,
    Date,
    DateTime,
    Named,
}

/// <summary>A value in the query; <paramref name="Value"/> is typed, for a named date such as <c>LAST_N_DAYS:3</c> it is its name.</summary>
internal sealed record SoqlLiteral(LiteralKind Kind, object? Value, int Count, int Position);

internal sealed record OrderBy(Operand Operand, bool Descending, bool? NullsFirst);
