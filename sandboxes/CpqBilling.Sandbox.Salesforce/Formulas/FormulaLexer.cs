using System.Globalization;

namespace CpqBilling.Sandbox.Salesforce.Formulas;

internal enum FormulaTokenKind
{
    Name,
    Text,
    Number,
    Symbol,
    End,
}

internal readonly record struct FormulaToken(FormulaTokenKind Kind, string Text)
{
    public bool IsSymbol(string symbol) => Kind == FormulaTokenKind.Symbol && Text == symbol;
}

/// <summary>Cuts a formula into tokens. Names keep their dots: <c>$Setup.X__c.F__c</c> is one.</summary>
internal static class FormulaLexer
{
    private static readonly string[] Symbols =
    [
        "<>",
        "!=",
        "<=",
        ">=",
        "==",
        "&&",
        "||",
        "(",
        ")",
        ",",
        "&",
        "+",
        "-",
        "*",
        "/",
        "^",
        "=",
        "<",
        ">",
        "!",
    ];

    public static List<FormulaToken> Read(string text)
    {
        var (tokens, at) = (new List<FormulaToken>(), 0);
        while (true)
        {
            while (at < text.Length && char.IsWhiteSpace(text[at]))
                at++;
            if (at >= text.Length)
            {
                tokens.Add(new FormulaToken(FormulaTokenKind.End, ""));
                return tokens;
            }
            if (text.AsSpan(at).StartsWith("/*"))
                at = text.IndexOf("*/", at, StringComparison.Ordinal) is >= 0 and var end ? end + 2 : text.Length;
            else
                tokens.Add(Next(text, ref at));
        }
    }

    private static FormulaToken Next(string text, ref int at)
    {
        var (start, c) = (at, text[at]);
        if (c is '"' or '\'')
            return Quoted(text, ref at);
        if (char.IsAsciiDigit(c))
        {
            while (at < text.Length && (char.IsAsciiDigit(text[at]) || text[at] == '.'))
                at++;
            return new FormulaToken(FormulaTokenKind.Number, text[start..at]);
        }
        if (char.IsAsciiLetter(c) || c is '_' or '$')
        {
            while (at < text.Length && (char.IsAsciiLetterOrDigit(text[at]) || text[at] is '_' or '.' or '$'))
                at++;
            return new FormulaToken(FormulaTokenKind.Name, text[start..at]);
        }
        foreach (var symbol in Symbols)
            if (text.AsSpan(at).StartsWith(symbol))
            {
                at += symbol.Length;
                return new FormulaToken(FormulaTokenKind.Symbol, symbol);
            }
        throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"Formula not understood at {at}: {text}"));
    }

    private static FormulaToken Quoted(string text, ref int at)
    {
        var (quote, value) = (text[at], new System.Text.StringBuilder());
        for (at++; at < text.Length && text[at] != quote; at++)
        {
            if (text[at] == '\\' && at + 1 < text.Length)
                at++;
            value.Append(text[at]);
        }
        at++;
        return new FormulaToken(FormulaTokenKind.Text, value.ToString());
    }
}
