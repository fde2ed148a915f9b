namespace CpqBilling.Sandbox.Salesforce.Soql;

/// <summary>Reads WHERE and HAVING conditions.</summary>
internal sealed class ConditionParser(TokenReader tokens)
{
    private const int MaxText = 4000;

    /// <summary>AND and OR may not stand side by side without parentheses.</summary>
    public SoqlCondition Read()
    {
        var first = Single();
        if (tokens.Current.Is("AND"))
            return new AllOf(Chain(first, "AND", "OR"));
        return tokens.Current.Is("OR") ? new AnyOf(Chain(first, "OR", "AND")) : first;
    }

    private List<SoqlCondition> Chain(SoqlCondition first, string word, string other)
    {
        var parts = new List<SoqlCondition> { first };
        while (tokens.Take(word))
            parts.Add(Single());
        return tokens.Current.Is(other) ? throw tokens.Unexpected() : parts;
    }

    private SoqlCondition Single()
    {
        if (tokens.Take("NOT"))
            return new NoneOf(Single());
        if (tokens.TakeSymbol("("))
        {
            var inner = Read();
            tokens.ExpectSymbol(")");
            return inner;
        }
        return Filter(tokens.Operand());
    }

    private SoqlCondition Filter(Operand left)
    {
        if (tokens.Take("LIKE"))
            return new Comparison(left, "LIKE", Literal());
        if (tokens.Take("INCLUDES"))
            return new Includes(left, false, Literals());
        if (tokens.Take("EXCLUDES"))
            return new Includes(left, true, Literals());
        if (tokens.Take("IN"))
            return In(left, isNot: false);
        if (tokens.Current.Is("NOT") && tokens.Peek(1, "IN"))
        {
            tokens.Skip(2);
            return In(left, isNot: true);
        }
        return tokens.Current is { Kind: TokenKind.Symbol, Value: "=" or "!=" or "<" or "<=" or ">" or ">=" }
            ? new Comparison(left, (string)tokens.Next().Value, Literal())
            : throw tokens.Unexpected();
    }

    private SoqlCondition In(Operand left, bool isNot)
    {
        if (!(tokens.Current.IsSymbol("(") && tokens.Peek(1, "SELECT")))
            return new InList(left, isNot, Literals());
        tokens.ExpectSymbol("(");
        var query = SoqlParser.ParseNested(tokens);
        tokens.ExpectSymbol(")");
        return new InSubquery(left, isNot, query);
    }

    private List<SoqlLiteral> Literals()
    {
        tokens.ExpectSymbol("(");
        var values = new List<SoqlLiteral> { Literal() };
        while (tokens.TakeSymbol(","))
            values.Add(Literal());
        tokens.ExpectSymbol(")");
        return values;
    }

    private SoqlLiteral Literal()
    {
        var token = tokens.Current;
        switch (token.Kind)
        {
            case TokenKind.Text when ((string)token.Value).Length > MaxText:
                throw SoqlError.Malformed(tokens.Text, token.Position, $"Filter values can not be longer than {MaxText} characters");
            case TokenKind.Text:
                return Of(LiteralKind.Text);
            case TokenKind.Number:
                return Of(LiteralKind.Number);
            case TokenKind.Date:
                return Of(LiteralKind.Date);
            case TokenKind.DateTime:
                return Of(LiteralKind.DateTime);
            case TokenKind.Word:
                break;
            default:
                throw tokens.Unexpected();
        }
        if (tokens.Take("NULL"))
            return new SoqlLiteral(LiteralKind.Null, null, 0, token.Position);
        if (token.Is("TRUE") || token.Is("FALSE"))
            return new SoqlLiteral(LiteralKind.Boolean, tokens.Next().Is("TRUE"), 0, token.Position);
        var name = ((string)token.Value).ToUpperInvariant();
        if (!DateLiterals.IsKnown(name))
            throw tokens.Unexpected();
        tokens.Skip(1);
        var count = tokens.TakeSymbol(":") ? tokens.WholeNumber() : 0;
        return new SoqlLiteral(LiteralKind.Named, name, count, token.Position);

        SoqlLiteral Of(LiteralKind kind) => new(kind, tokens.Next().Value, 0, token.Position);
    }
}
