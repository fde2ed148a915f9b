namespace CpqBilling.Sandbox.Stripe.Search;

internal enum FieldKind
{
    /// <summary>Whole values only.</summary>
    Token,

    /// <summary>Whole values and parts.</summary>
    Text,
    Number,
    Metadata,
}

/// <summary>What the index knows of one object: its searchable fields as they were when it was indexed.</summary>
internal sealed record SearchForm(IReadOnlyDictionary<string, string?> Fields, IReadOnlyDictionary<string, string> Metadata);

/// <summary>The searchable fields of one kind of object, and how to read them.</summary>
internal sealed class SearchFields<T>(
    IReadOnlyDictionary<string, FieldKind> kinds,
    Func<T, Dictionary<string, string?>> read,
    Func<T, Dictionary<string, string>> metadata
)
    where T : StripeObject
{
    public SearchForm FormOf(T item) => new(read(item), new Dictionary<string, string>(metadata(item)));

    /// <summary>Refuses fields that do not exist and operators that they do not have.</summary>
    public SearchQuery Checked(SearchQuery query)
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
