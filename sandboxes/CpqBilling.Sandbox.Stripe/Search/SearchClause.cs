namespace CpqBilling.Sandbox.Stripe.Search;

/// <summary>One condition of a query.</summary>
/// <param name="Key">The metadata key, for conditions on metadata.</param>
/// <param name="Value">Null asks whether there is a value at all.</param>
internal sealed record SearchClause(string Field, string? Key, string Operator, string? Value, bool IsNegated);

/// <summary>Conditions of which all, or any, must hold.</summary>
internal sealed record SearchQuery(IReadOnlyList<SearchClause> Clauses, bool NeedsAll);
