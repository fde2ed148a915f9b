using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.RegularExpressions;
using CpqBilling.Core.Errors;

namespace CpqBilling.Cli.Grammar;

/// <summary>Tells what is wrong with a command line, and where its help is.</summary>
internal static partial class WrongUse
{
    /// <summary>What the parser found.</summary>
    public static async Task TellAsync(ParseResult parsed, TextWriter error)
    {
        var command = parsed.CommandResult.Command;
        var unknown = parsed.UnmatchedTokens.Count > 0;
        // A word that is no command makes the parser miss one too; the word is what is wrong.
        foreach (var message in parsed.Errors.Select(found => found.Message).Where(text => !unknown || text != MissingCommand).Distinct())
        {
            await error.WriteLineAsync(message == MissingCommand ? Commands(command) : Sentence(message));
        }

        foreach (var token in parsed.UnmatchedTokens)
        {
            if (NearNames.Of(token, Names(command)) is [var nearest, ..])
            {
                await error.WriteLineAsync($"Did you mean {nearest}?");
            }
        }

        await error.WriteLineAsync(Help(parsed.CommandResult));
    }

    public static async Task TellAsync(ParseResult parsed, string message, TextWriter error)
    {
        await error.WriteLineAsync(message);
        await error.WriteLineAsync(Help(parsed.CommandResult));
    }

    private const string MissingCommand = "Required command was not provided.";

    private static string Commands(Command command) => $"Say what to do: {string.Join(", ", command.Subcommands.Select(part => part.Name))}.";

    private static string Sentence(string message) =>
        Unfit().Match(message) is { Success: true } unfit
            ? $"{unfit.Groups["name"].Value} takes {Kind(unfit.Groups["type"].Value)}, not {unfit.Groups["text"].Value}."
            : message;

    private static string Kind(string type) =>
        type switch
        {
            _ when type.Contains("Int", StringComparison.Ordinal) => "a whole number",
            _ when type.Contains("Decimal", StringComparison.Ordinal) => "a number such as 12.50",
            _ when type.Contains("DateOnly", StringComparison.Ordinal) => "a date such as 2026-01-31",
            _ when type.Contains("Boolean", StringComparison.Ordinal) => "true or false",
            _ => "one of the values its help names",
        };

    private static IEnumerable<string> Names(Command command) =>
        command.Children.Where(child => child is Command or Option).Select(child => child.Name);

    private static string Help(CommandResult result)
    {
        var path = new Stack<string>();
        for (var at = result; at is not null; at = at.Parent as CommandResult)
        {
            path.Push(at.Parent is null ? "cpqbilling" : at.Command.Name);
        }

        return $"Help: {string.Join(' ', path)} --help";
    }

    [GeneratedRegex(
        "^Cannot parse argument '(?<text>.*)' for (option|command) '(?<name>.*)' as expected type '(?<type>.*)'\\.$",
        RegexOptions.Singleline
    )]
    private static partial Regex Unfit();
}
