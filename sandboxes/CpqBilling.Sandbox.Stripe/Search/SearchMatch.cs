namespace CpqBilling.Sandbox.Stripe.Search;

/// <summary>Says whether an indexed form meets a query.</summary>
internal static class SearchMatch
{
    public static bool Meets(this SearchForm form, SearchQuery query) =>
        query.NeedsAll ? query.Clauses.All(clause => Meets(form, clause)) : query.Clauses.Any(clause => Meets(form, clause));

    private static bool Meets(SearchForm form, SearchClause clause)
    {
        var value = clause.Key is { } key ? form.Metadata.GetValueOrDefault(key) : form.Fields.GetValueOrDefault(clause.Field);
        return Holds(clause, value) != clause.IsNegated;
    }

    private static bool Holds(SearchClause clause, string? value)
    {
        if (clause.Value is not { } wanted || value is null)
        {
            return clause.Value is null && value is null;
        }

        return clause.Operator switch
        {
            ":" when decimal.TryParse(wanted, out var number) && decimal.TryParse(value, out var own) => own == number,
            ":" => value.Equals(wanted, StringComparison.OrdinalIgnoreCase),
            "~" => value.Contains(wanted, StringComparison.OrdinalIgnoreCase),
            _ => decimal.Parse(value).CompareTo(decimal.Parse(wanted)) switch
            {
                < 0 => clause.Operator[0] == '<',
                > 0 => clause.Operator[0] == '>',
                _ => clause.Operator.Length == 2,
            },
        };
    }
}
