using System.Text.RegularExpressions;

namespace CpqBilling.RepoTests;

/// <summary>C# without its comments and the text of its strings, so that words are only found where they are code.</summary>
internal static partial class CSharpText
{
    /// <summary>Line breaks stay, so that line numbers do.</summary>
    public static string CodeOf(string source) => Prose().Replace(source, match => new string('\n', match.Value.Count(letter => letter == '\n')));

    public static int LineAt(string text, int index) => text.AsSpan(0, index).Count('\n') + 1;

    [GeneratedRegex(
        """"
            "{3,}[\s\S]*?"{3,} | @\$?"(?:[^"]|"")*" | "(?:\\.|[^"\\\n])*" | '(?:\\.|[^'\\\n])+' | //[^\n]* | /\*[\s\S]*?\*/
            """",
        RegexOptions.IgnorePatternWhitespace
    )]
    private static partial Regex Prose();
}
