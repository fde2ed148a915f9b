namespace CpqBilling.Cli.Composition;

/// <summary>Ends a command with one clear sentence and a non-zero exit code.</summary>
internal sealed class CommandException(string message) : Exception(message);
