namespace CpqBilling.Cli.Composition;

/// <summary>The command line itself is wrong, whatever the world holds: exit code 2, with the way to the help.</summary>
internal sealed class UsageException(string message) : CommandException(message);
