namespace CpqBilling.Sandbox.Salesforce.Soql;

/// <summary>Walks over tokens; every refusal points at the token it did not expect.</summary>
internal sealed class TokenReader(string text, List<Token> tokens)
{
    private int _at;

    public string Text { get; } = text;

    public Token Current => tokens[_at];

    public int Position => Current.Position;

    public bool Take(string word)
    {
        var taken = Current.Is(word);
        _at += taken ? 1 : 0;
        return taken;
    }

    public bool TakeSymbol(string symbol)
    {
        var taken = Current.IsSymbol(symbol);
        _at += taken ? 1 : 0;
        return taken;
    }

    public bool Peek(int ahead, string word) => At(ahead).Is(word);

    public bool PeekSymbol(int ahead, string symbol) => At(ahead).IsSymbol(symbol);

    /// <summary>The word followed by an opening parenthesis.</summary>
    public bool PeekCall(string function) => Current.Is(function) && PeekSymbol(1, "(");

    public void Skip(int count) => _at += count;

    public void Expect(string word)
    {
        if (!Take(word))
            throw Unexpected();
    }

    public void ExpectSymbol(string symbol)
    {
        if (!TakeSymbol(symbol))
            throw Unexpected();
    }

    public void ExpectEnd()
    {
        if (Current.Kind != TokenKind.End)
            throw Unexpected();
    }

    public string Word() => Current.Kind == TokenKind.Word ? (string)tokens[_at++].Value : throw Unexpected();

    public Token Next() => tokens[_at++];

    public int WholeNumber() =>
        Current is { Kind: TokenKind.Number, Value: decimal number } && number == decimal.Truncate(number) && number is >= 0 and <= int.MaxValue
            ? (int)(decimal)tokens[_at++].Value
            : throw Unexpected();

    public FieldPath Path()
    {
        var position = Position;
        var parts = new List<string> { Word() };
        while (TakeSymbol("."))
            parts.Add(Word());
        return new FieldPath(parts, position);
    }

    /// <summary>A path, or a function of one, as in <c>CALENDAR_YEAR(CreatedDate)</c>.</summary>
    public Operand Operand()
    {
        if (!(Current.Kind == TokenKind.Word && PeekSymbol(1, "(")))
            return Path();
        var position = Position;
        var name = Word();
        ExpectSymbol("(");
        var argument = Current.IsSymbol(")") ? null : Operand();
        ExpectSymbol(")");
        return new FunctionCall(name.ToUpperInvariant(), argument, position);
    }

    public Api.SalesforceError Unexpected() =>
        SoqlError.Unexpected(
            Text,
            Position,
            Current.Kind == TokenKind.Date ? ((DateOnly)Current.Value).ToString("yyyy-MM-dd") : Current.Value.ToString()!
        );

    private Token At(int ahead) => tokens[Math.Min(_at + ahead, tokens.Count - 1)];
}
