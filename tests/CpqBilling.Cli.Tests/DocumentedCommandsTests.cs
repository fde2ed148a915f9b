using CpqBilling.Cli.Commands;
using Xunit;

namespace CpqBilling.Cli.Tests;

/// <summary>Every command that a page shows is one the program takes: its words, its options, what they need and what they exclude.</summary>
public sealed class DocumentedCommandsTests
{
    /// <summary>What a page leaves out because it names a command instead of showing it whole, or because its file is the reader's.</summary>
    private static readonly string[] LeftOut = ["Required command was not provided", "Required argument", "is required", "There is no file "];

    public static TheoryData<string> Pages =>
        [
            .. Directory
                .GetFiles(Path.Combine(DocumentedCommands.Root, "docs"), "*.md")
                .Concat(["README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md"])
                .Concat(Directory.GetFiles(Path.Combine(DocumentedCommands.Root, "deploy"), "*", SearchOption.AllDirectories))
                .Select(file => Path.GetRelativePath(DocumentedCommands.Root, Path.Combine(DocumentedCommands.Root, file)).Replace('\\', '/')),
        ];

    [Theory]
    [MemberData(nameof(Pages))]
    public void CommandsOfPage_AreTaken(string page)
    {
        var wrong = Commands(DocumentedCommands.Text(page))
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
    public void EveryCommand_HasItsRow()
    {
        var page = DocumentedCommands.Text("docs/commands.md");
        Assert.Equal(
            [],
            CommandRoot
                .Create()
                .Subcommands.Select(command => command.Name)
                .Where(name => !page.Contains($"\n| `./cpqbilling {name}", StringComparison.Ordinal))
        );
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
        Assert.True(Pages.Sum(file => Commands(DocumentedCommands.Text(file.Data)).Count()) > 60);
    }

    private static IEnumerable<string> Commands(string page) => DocumentedCommands.OnLines(page).Concat(DocumentedCommands.Inline(page));

    private static string[] Words(string line) =>
        [.. DocumentedCommands.Words(line).Select(word => word.TrimEnd('…')).Where(word => word.Length > 0).Select(Example)];

    /// <summary>A page says DATE where a reader writes one.</summary>
    private static string Example(string word) =>
        word switch
        {
            "URL" => "https://example.com",
            "N" or "PORT" => "1",
            "DATE" => "2026-01-31",
            _ => word,
        };
}
