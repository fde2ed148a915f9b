namespace CpqBilling.Cli.Demo;

/// <param name="Data">Folder to keep everything in; null keeps nothing.</param>
internal sealed record DemoOptions(bool Once, bool Json, int Port, string? Data);
