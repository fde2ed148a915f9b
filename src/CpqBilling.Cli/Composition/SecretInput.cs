using Spectre.Console;

namespace CpqBilling.Cli.Composition;

/// <summary>Where a secret comes from: a file, the environment, or a person who types it. Never the command line, which everybody on the machine can read.</summary>
/// <param name="Name">What it is, for people.</param>
/// <param name="Variable">The variable of the environment that holds it.</param>
/// <param name="Option">The option that names a file.</param>
internal sealed record SecretInput(string Name, string Variable, string Option)
{
    /// <param name="file">What the option says; <c>-</c> reads standard input.</param>
    public string Read(string? file)
    {
        if (file is not null)
        {
            return Text(file);
        }

        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } variable)
        {
            return variable;
        }

        return Console.IsInputRedirected || !AnsiConsole.Profile.Out.IsTerminal
            ? throw new UsageException($"{Name} is missing: name a file with {Option}, or set {Variable}.")
            : AnsiConsole.Prompt(new TextPrompt<string>($"{Name}:").Secret());
    }

    private static string Text(string file)
    {
        try
        {
            return (file == "-" ? Console.In.ReadToEnd() : File.ReadAllText(file)).Trim();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new CommandException($"{file} cannot be read: {error.Message}");
        }
    }
}
