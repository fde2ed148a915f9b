using System.Text;

namespace CpqBilling.Sandbox.Stripe.Search;

/// <summary>Reads the search query language: <c>field:value</c> conditions joined by AND or by OR, never by both.</summary>
internal sealed class SearchParser
{
    private const int MostClauses = 10;
    private static readonly string[] Operators = [">=", "<=", ">", "<", ":", "~"];
    private readonly string _text;
    private int _at;

    private SearchParser(string text) => _text = text;

    public static SearchQuery Parse(string text) => new SearchParser(text).Query();

    public static RefusalException Refused(string why) => Errors.Refused($"We were unable to parse your search query. {why}", "query");

    private SearchQuery Query()
    {
        List<SearchClause> clauses = [];
        HashSet<string> joins = [];
        SkipSpaces();
        while (_at < _text.Length)
        {
            if (clauses.Count > 0)
            {
                joins.Add(Join());
            }

            clauses.Add(Clause());
            SkipSpaces();
        }

        if (clauses.Count == 0)
        {
            throw Refused("The query is empty.");
        }

        if (clauses.Count > MostClauses)
        {
            throw Refused($"A query can have up to {MostClauses} clauses.");
        }

        return joins.Count > 1 ? throw Refused("AND and OR cannot be combined in one query.") : new SearchQuery(clauses, !joins.Contains("OR"));
    }

    private string Join()
    {
        foreach (var word in (string[])["AND", "OR"])
        {
            if (
                _at + word.Length < _text.Length
                && _text.AsSpan(_at, word.Length).Equals(word, StringComparison.OrdinalIgnoreCase)
                && char.IsWhiteSpace(_text[_at + word.Length])
            )
            {
                _at += word.Length;
                SkipSpaces();
                return word;
            }
        }

        return "AND";
    }

    private SearchClause Clause()
    {
        var isNegated = Take('-');
        var field = TakeWhile(letter => char.IsAsciiLetter(letter) || letter == '_');
        if (field.Length == 0)
        {
            throw Refused(_text[_at] is '(' or ')' ? "Parentheses are not supported." : $"A field name was expected at position {_at + 1}.");
        }

        var key = Take('[') ? Key() : null;
        var sign =
            Array.Find(Operators, candidate => _text.AsSpan(_at).StartsWith(candidate, StringComparison.Ordinal))
            ?? throw Refused($"An operator was expected after {field}.");
        _at += sign.Length;
        return new SearchClause(field, key, sign, Value(), isNegated);
    }

    private string Key()
    {
        var key = _at < _text.Length && _text[_at] is '"' or '\'' ? Quoted() : throw Refused("A metadata key must be in quotes.");
        return Take(']') ? key : throw Refused("A metadata key must end with a bracket.");
    }

    private string? Value()
    {
        if (_at < _text.Length && _text[_at] is '"' or '\'')
        {
            return Quoted();
        }

        var bare = TakeWhile(letter => !char.IsWhiteSpace(letter));
        if (bare == "null")
        {
            return null;
        }

        var isPlain = bare.Length > 0 && (decimal.TryParse(bare, out _) || bare is "true" or "false");
        return isPlain ? bare : throw Refused("A string value must be in quotes.");
    }

    private string Quoted()
    {
        var quote = _text[_at++];
        var value = new StringBuilder();
        while (_at < _text.Length && _text[_at] != quote)
        {
            if (_text[_at] == '\\' && _at + 1 < _text.Length)
            {
                _at++;
            }

            value.Append(_text[_at++]);
        }

        return Take(quote) ? value.ToString() : throw Refused("A quote is not closed.");
    }

    private bool Take(char wanted)
    {
        var isThere = _at < _text.Length && _text[_at] == wanted;
        _at += isThere ? 1 : 0;
        return isThere;
    }

    private string TakeWhile(Func<char, bool> fits)
    {
        var start = _at;
        while (_at < _text.Length && fits(_text[_at]))
        {
            _at++;
        }

        return _text[start.._at];
    }

    private void SkipSpaces() => TakeWhile(char.IsWhiteSpace);
}
