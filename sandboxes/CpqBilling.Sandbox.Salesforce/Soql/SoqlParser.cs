namespace CpqBilling.Sandbox.Salesforce.Soql;

/// <summary>Reads SOQL into its tree: the clauses of a query. Conditions are read by <see cref="ConditionParser"/>.</summary>
internal sealed class SoqlParser
{
    private const int MaxLength = 100_000;
    private static readonly HashSet<string> ClauseWords = new(StringComparer.OrdinalIgnoreCase)
    {
        "FROM",
        "WHERE",
        "USING",
        "WITH",
        "GROUP",
        "HAVING",
        "ORDER",
        "LIMIT",
        "OFFSET",
        "FOR",
        "ALL",
        "UPDATE",
        "TYPEOF",
        "END",
        "WHEN",
        "THEN",
        "ELSE",
    };

    private readonly TokenReader _tokens;

    private SoqlParser(TokenReader tokens) => _tokens = tokens;

    public static SoqlQuery Parse(string text)
    {
        if (text.Length > MaxLength)
            throw SoqlError.Malformed("SOQL statements can not be longer than 100000 characters");
        var reader = new TokenReader(text, new SoqlLexer(text).Read());
        var query = new SoqlParser(reader).Query();
        reader.ExpectEnd();
        return query;
    }

    internal static SoqlQuery ParseNested(TokenReader tokens) => new SoqlParser(tokens).Query();

    private SoqlQuery Query()
    {
        _tokens.Expect("SELECT");
        var select = List(Item);
        _tokens.Expect("FROM");
        var fromPosition = _tokens.Position;
        var from = _tokens.Path();
        var alias = Alias();
        SkipScope();
        var where = _tokens.Take("WHERE") ? new ConditionParser(_tokens).Read() : null;
        SkipSecurity();
        var (groupBy, kind) = GroupBy();
        var having = _tokens.Take("HAVING") ? new ConditionParser(_tokens).Read() : null;
        var orderBy = OrderBy();
        var limit = _tokens.Take("LIMIT") ? _tokens.WholeNumber() : (int?)null;
        var offset = _tokens.Take("OFFSET") ? _tokens.WholeNumber() : (int?)null;
        SkipFor();
        var allRows = _tokens.Take("ALL");
        if (allRows)
            _tokens.Expect("ROWS");
        return new SoqlQuery(select, string.Join('.', from.Parts), fromPosition, alias, where, groupBy, having, orderBy, limit, offset, allRows)
        {
            GroupingKind = kind,
        };
    }

    private SelectItem Item()
    {
        if (_tokens.TakeSymbol("("))
        {
            var nested = ParseNested(_tokens);
            _tokens.ExpectSymbol(")");
            return new SubqueryItem(nested);
        }
        if (_tokens.Take("TYPEOF"))
            return TypeOf();
        var position = _tokens.Position;
        if (_tokens.PeekCall("FIELDS"))
        {
            _tokens.Skip(2);
            var kind = _tokens.Word().ToUpperInvariant();
            _tokens.ExpectSymbol(")");
            return kind is "ALL" or "STANDARD" or "CUSTOM"
                ? new FieldsItem(kind, position)
                : throw SoqlError.Unexpected(_tokens.Text, position, kind);
        }
        if (_tokens.PeekCall("COUNT") && _tokens.PeekSymbol(2, ")"))
        {
            _tokens.Skip(3);
            return new CountItem();
        }
        return new ValueItem(_tokens.Operand(), Alias());
    }

    private TypeOfItem TypeOf()
    {
        var position = _tokens.Position;
        var relationship = _tokens.Word();
        var branches = new List<TypeOfBranch>();
        while (_tokens.Take("WHEN"))
        {
            var type = _tokens.Word();
            _tokens.Expect("THEN");
            branches.Add(new TypeOfBranch(type, List(_tokens.Path)));
        }
        IReadOnlyList<FieldPath> otherwise = _tokens.Take("ELSE") ? List(_tokens.Path) : [];
        _tokens.Expect("END");
        return new TypeOfItem(relationship, position, branches, otherwise);
    }

    private (IReadOnlyList<Operand> Fields, string? Kind) GroupBy()
    {
        if (!_tokens.Take("GROUP"))
            return ([], null);
        _tokens.Expect("BY");
        foreach (var kind in (string[])["ROLLUP", "CUBE"])
            if (_tokens.PeekCall(kind))
            {
                _tokens.Skip(2);
                var fields = List(_tokens.Operand);
                _tokens.ExpectSymbol(")");
                return (fields, kind);
            }
        return (List(_tokens.Operand), null);
    }

    private List<OrderBy> OrderBy()
    {
        if (!_tokens.Take("ORDER"))
            return [];
        _tokens.Expect("BY");
        return List(() =>
        {
            var operand = _tokens.Operand();
            var descending = _tokens.Take("DESC");
            if (!descending)
                _tokens.Take("ASC");
            bool? nullsFirst = null;
            if (_tokens.Take("NULLS"))
            {
                nullsFirst = _tokens.Take("FIRST");
                if (nullsFirst == false)
                    _tokens.Expect("LAST");
            }
            return new OrderBy(operand, descending, nullsFirst);
        });
    }

    private string? Alias() => _tokens.Current.Kind == TokenKind.Word && !ClauseWords.Contains((string)_tokens.Current.Value) ? _tokens.Word() : null;

    private void SkipScope()
    {
        if (!_tokens.Take("USING"))
            return;
        _tokens.Expect("SCOPE");
        _tokens.Word();
    }

    private void SkipSecurity()
    {
        if (_tokens.Take("WITH") && !_tokens.Take("SECURITY_ENFORCED") && !_tokens.Take("USER_MODE"))
            _tokens.Expect("SYSTEM_MODE");
    }

    private void SkipFor()
    {
        while (_tokens.Take("FOR"))
            if (!_tokens.Take("VIEW") && !_tokens.Take("REFERENCE"))
                _tokens.Expect("UPDATE");
    }

    private List<T> List<T>(Func<T> item)
    {
        var items = new List<T> { item() };
        while (_tokens.TakeSymbol(","))
            items.Add(item());
        return items;
    }
}
