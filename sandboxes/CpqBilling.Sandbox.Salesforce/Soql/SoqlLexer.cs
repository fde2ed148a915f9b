using System.Globalization;
using System.Text;

namespace CpqBilling.Sandbox.Salesforce.Soql;

internal enum TokenKind
{
    Word,
    Text,
    Number,
    Date,
    DateTime,
    Symbol,
    End,
}

/// <summary>One token; <paramref name="Value"/> is the word, the unescaped text, a decimal, a date or an instant.</summary>
internal readonly record struct Token(TokenKind Kind, object Value, int Position)
{
    public bool Is(string word) => Kind == TokenKind.Word && ((string)Value).Equals(word, StringComparison.OrdinalIgnoreCase);

    public bool IsSymbol(string symbol) => Kind == TokenKind.Symbol && (string)Value == symbol;
}

/// <summary>Cuts SOQL text into tokens.</summary>
internal sealed class SoqlLexer(string text)
{
    private static readonly string[] InstantFormats = ["yyyy-MM-ddTHH:mm:ssK", "yyyy-MM-ddTHH:mm:ss.FFFFFFFK"];
    private int _at;

    public List<Token> Read()
    {
        var tokens = new List<Token>();
        while (true)
        {
            while (_at < text.Length && char.IsWhiteSpace(text[_at]))
                _at++;
            if (_at >= text.Length)
            {
                tokens.Add(new Token(TokenKind.End, "<EOF>", text.Length));
                return tokens;
            }
            tokens.Add(Next());
        }
    }

    private Token Next()
    {
        var (start, c) = (_at, text[_at]);
        if (c == '\'')
            return Quoted(start);
        if (char.IsAsciiLetter(c) || c == '_')
            return Word(start);
        if (char.IsAsciiDigit(c) || (c is '-' or '+' or '.' && _at + 1 < text.Length && char.IsAsciiDigit(text[_at + 1])))
            return NumberOrDate(start);
        foreach (var symbol in (string[])["!=", "<>", "<=", ">=", "=", "<", ">", "(", ")", ",", ".", ":"])
            if (text.AsSpan(_at).StartsWith(symbol))
            {
                _at += symbol.Length;
                return new Token(TokenKind.Symbol, symbol == "<>" ? "!=" : symbol, start);
            }
        throw SoqlError.Unexpected(text, start, c.ToString());
    }

    private Token Word(int start)
    {
        while (_at < text.Length && (char.IsAsciiLetterOrDigit(text[_at]) || text[_at] == '_'))
            _at++;
        return new Token(TokenKind.Word, text[start.._at], start);
    }

    private Token Quoted(int start)
    {
        var value = new StringBuilder();
        for (_at++; _at < text.Length; _at++)
        {
            if (text[_at] == '\'')
            {
                _at++;
                return new Token(TokenKind.Text, value.ToString(), start);
            }
            value.Append(text[_at] == '\\' ? Escaped(start) : text[_at].ToString());
        }
        throw SoqlError.Malformed(text, start, "unterminated string literal");
    }

    /// <summary><c>\%</c> and <c>\_</c> keep their backslash: they mean something to LIKE.</summary>
    private string Escaped(int start)
    {
        if (++_at >= text.Length)
            throw SoqlError.Malformed(text, start, "unterminated string literal");
        switch (text[_at])
        {
            case 'n' or 'N':
                return "\n";
            case 't' or 'T':
                return "\t";
            case 'r' or 'R':
                return "\r";
            case 'b' or 'B':
                return "\b";
            case 'f' or 'F':
                return "\f";
            case '\'' or '"' or '\\':
                return text[_at].ToString();
            case '%' or '_':
                return "\\" + text[_at];
            case 'u'
                when _at + 4 < text.Length
                    && int.TryParse(text.AsSpan(_at + 1, 4), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var code):
                _at += 4;
                return ((char)code).ToString();
            default:
                throw SoqlError.Malformed(text, _at, $"Illegal character sequence '\\{text[_at]}' in string literal");
        }
    }

    private Token NumberOrDate(int start)
    {
        while (_at < text.Length && (char.IsAsciiLetterOrDigit(text[_at]) || text[_at] is '-' or ':' or '.' or '+'))
            _at++;
        var piece = text[start.._at];
        if (DateOnly.TryParseExact(piece, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
            return new Token(TokenKind.Date, date, start);
        if (
            piece.Contains('T', StringComparison.Ordinal)
            && DateTimeOffset.TryParseExact(piece, InstantFormats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant)
            && (piece.EndsWith('Z') || piece[10..].IndexOfAny(['+', '-']) > 0)
        )
            return new Token(TokenKind.DateTime, instant.ToUniversalTime(), start);
        if (decimal.TryParse(piece, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
            return new Token(TokenKind.Number, number, start);
        throw SoqlError.Unexpected(text, start, piece);
    }
}
