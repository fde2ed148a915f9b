using CpqBilling.Cli.Composition;

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
        catch (CommandException error)
        {
            await Console.Error.WriteLineAsync(error.Message);
            return 1;
        }
        catch (OperationCanceledException)
        {
            return 130;
        }
    }
}
