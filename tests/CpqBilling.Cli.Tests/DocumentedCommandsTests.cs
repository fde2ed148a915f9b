using System.Text.RegularExpressions;
using CpqBilling.Cli.Commands;
using Xunit;

namespace CpqBilling.Cli.Tests;

/// <summary>Every command that a page shows is one the program takes: its words, its options, what they need and what they exclude.</summary>
public sealed partial class DocumentedCommandsTests
{
    /// <summary>What a page leaves out because it names a command instead of showing it whole, or because its file is the reader's.</summary>
    private static readonly string[] LeftOut = ["Required command was not provided", "Required argument", "is required", "There is no file "];

    public static TheoryData<string> Pages =>
        [
            .. Directory
                .GetFiles(Path.Combine(Root, "docs"), "*.md")
                .Concat(["README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md"])
                .Concat(Directory.GetFiles(Path.Combine(Root, "deploy"), "*", SearchOption.AllDirectories))
                .Select(file => Path.GetRelativePath(Root, Path.Combine(Root, file)).Replace('\\', '/')),
        ];

    private static string Root
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

    [Theory]
    [MemberData(nameof(Pages))]
    public void CommandsOfPage_AreTaken(string page)
    {
        var wrong = Commands(File.ReadAllText(Path.Combine(Root, page)))
            .SelectMany(line =>
                CommandRoot
                    .Create()
                    .Parse(Words(line))
                    .Errors.Select(error => error.Message)
                    .Where(message => !LeftOut.Any(part => message.Contains(part, StringComparison.Ordinal)))
                    .Select(message => $"cpqbilling {line}: {message}")
            );
        Assert.Equal([], wrong);
    }

    [Fact]
    public void Commands_AreFound()
    {
        const string page = """
            Call `cpqbilling doctor --json`, or
            ```
            ./cpqbilling connect salesforce https://x.example --flow jwt \
              --client-id KEY        # its consumer key
            ./cpqbilling errors > docs/errors.md
            ```
            """;
        Assert.Equal(
            ["connect salesforce https://x.example --flow jwt --client-id KEY", "doctor --json", "errors"],
            Commands(page).Order(StringComparer.Ordinal)
        );
        Assert.True(Pages.Sum(file => Commands(File.ReadAllText(Path.Combine(Root, file.Data))).Count()) > 60);
    }

    private static IEnumerable<string> Commands(string page)
    {
        var shown = Continued().Replace(page, " ");
        return Line()
            .Matches(shown)
            .Concat(Inline().Matches(shown))
            .Select(match => End().Replace(match.Groups["line"].Value, "").Trim())
            .Where(line => line.Length > 0 && !line.StartsWith('…'));
    }

    private static string[] Words(string line) =>
        [.. Word().Matches(line).Select(match => match.Value.Trim('"').TrimEnd('…')).Where(word => word.Length > 0).Select(Example)];

    /// <summary>A page says DATE where a reader writes one.</summary>
    private static string Example(string word) =>
        word switch
        {
            "URL" => "https://example.com",
            "N" or "PORT" => "1",
            _ => word,
        };

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
