using System.Text.RegularExpressions;

namespace CpqBilling.Cli.Tests;

/// <summary>The commands that pages show.</summary>
internal static partial class DocumentedCommands
{
    public static string Root
    {
        get
        {
            var folder = AppContext.BaseDirectory;
            while (!File.Exists(Path.Combine(folder, "CpqBilling.slnx")))
            {
                folder = Path.GetDirectoryName(folder)!;
            }

            return folder;
        }
    }

    public static string Text(string page) => File.ReadAllText(Path.Combine(Root, page));

    /// <summary>Lines of their own, in the order of the page, without <c>./cpqbilling</c>.</summary>
    public static IEnumerable<string> OnLines(string page) => Found(Line(), page);

    /// <summary>Those within a sentence.</summary>
    public static IEnumerable<string> Inline(string page) => Found(Inline(), page);

    /// <summary>As a shell takes them apart.</summary>
    public static IEnumerable<string> Words(string line) =>
        Word().Matches(line).Select(match => match.Value.Trim('"')).Where(word => word.Length > 0);

    private static IEnumerable<string> Found(Regex pattern, string page) =>
        pattern
            .Matches(Continued().Replace(page, " "))
            .Select(match => End().Replace(match.Groups["line"].Value, "").Trim())
            .Where(line => line.Length > 0 && !line.StartsWith('…'));

    [GeneratedRegex(@"\s*\\\n\s*")]
    private static partial Regex Continued();

    [GeneratedRegex(@"^[ \t]*(\./)?cpqbilling (?<line>[a-z].*)$", RegexOptions.Multiline)]
    private static partial Regex Line();

    [GeneratedRegex(@"`(\./)?cpqbilling (?<line>[a-z][^`\n]*)`")]
    private static partial Regex Inline();

    /// <summary>A remark, a pipe, a file to write to.</summary>
    [GeneratedRegex(@"\s+(#|>|\||&&).*$")]
    private static partial Regex End();

    [GeneratedRegex("\"[^\"]*\"|\\S+")]
    private static partial Regex Word();
}
