namespace CpqBilling.Sandbox.Stripe.Search;

/// <summary>Holds a query against the fields that a kind of object can be searched by.</summary>
internal static class SearchRules
{
    /// <summary>Refuses fields that do not exist and operators that they do not have.</summary>
    public static SearchQuery Checked(SearchQuery query, IReadOnlyDictionary<string, FieldKind> kinds)
    {
        foreach (var clause in query.Clauses)
        {
            if (!kinds.TryGetValue(clause.Field, out var kind))
            {
                throw SearchParser.Refused($"Field `{clause.Field}` is an unsupported search field for this resource.");
            }

            Check(clause, kind);
        }

        return query;
    }

    private static void Check(SearchClause clause, FieldKind kind)
    {
        if (kind == FieldKind.Metadata != clause.Key is not null)
        {
            throw SearchParser.Refused(
                clause.Key is null ? "Name a metadata key, as in metadata[\"key\"]:\"value\"." : $"Field `{clause.Field}` has no keys."
            );
        }

        if (clause.Operator == "~" && kind != FieldKind.Text)
        {
            throw SearchParser.Refused($"Operator `~` is not supported on field `{clause.Field}`.");
        }

        if (clause.Operator == "~" && clause.Value is not { Length: >= 3 })
        {
            throw SearchParser.Refused("A substring must have at least 3 characters.");
        }

        if (clause.Operator is ">" or ">=" or "<" or "<=" && (kind != FieldKind.Number || clause.Value is null))
        {
            throw SearchParser.Refused($"Operator `{clause.Operator}` is not supported on field `{clause.Field}`.");
        }

        if (kind == FieldKind.Number && clause.Value is { } number && !decimal.TryParse(number, out _))
        {
            throw SearchParser.Refused($"Field `{clause.Field}` needs a number.");
        }
    }
}
