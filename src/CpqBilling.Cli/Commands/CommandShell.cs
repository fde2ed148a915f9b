using CpqBilling.Cli.Composition;
using CpqBilling.Engine.Installations;

namespace CpqBilling.Cli.Commands;

/// <summary>Runs a command: an expected failure is one sentence on standard error and exit code 1.</summary>
internal static class CommandShell
{
    public static async Task<int> RunAsync(Func<Task<int>> command)
    {
        try
        {
            return await command();
        }
        catch (Exception error) when (error is CommandException or InstallationException)
        {
            await Console.Error.WriteLineAsync(error.Message);
            return 1;
        }
        catch (OperationCanceledException)
        {
            return 130;
        }
    }

    /// <summary>Waits for Ctrl-C.</summary>
    public static Task UntilCancelledAsync(CancellationToken cancellation) =>
        Task.Delay(Timeout.Infinite, cancellation)
            .ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
}
