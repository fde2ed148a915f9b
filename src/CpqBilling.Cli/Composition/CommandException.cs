namespace CpqBilling.Cli.Composition;

/// <summary>Ends a command with one clear sentence and exit code 1.</summary>
internal class CommandException(string message) : Exception(message);
