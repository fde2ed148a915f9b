using System.CommandLine;
using System.CommandLine.Invocation;
using CpqBilling.Cli.Composition;
using CpqBilling.Cli.Grammar;
using CpqBilling.Engine.Installations;

namespace CpqBilling.Cli.Commands;

/// <summary>Runs one command line. Whatever is wrong is told on standard error, in sentences, and by the exit code.</summary>
internal static class CommandHost
{
    /// <summary>Servers need a moment to end after Ctrl-C.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(25);

    public static async Task<int> RunAsync(
        IReadOnlyList<string> arguments,
        TextWriter output,
        TextWriter error,
        CancellationToken cancellation = default
    )
    {
        // Texts may begin with @; nobody asked for files of arguments.
        var parsed = CommandRoot.Create().Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Action is ParseErrorAction)
        {
            await WrongUse.TellAsync(parsed, error);
            return ExitCodes.WrongUse;
        }

        try
        {
            var invocation = new InvocationConfiguration
            {
                Output = output,
                Error = error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = Patience,
            };
            return await parsed.InvokeAsync(invocation, cancellation);
        }
        catch (OperationCanceledException)
        {
            return ExitCodes.Interrupted;
        }
        catch (UsageException wrong)
        {
            await WrongUse.TellAsync(parsed, wrong.Message, error);
            return ExitCodes.WrongUse;
        }
        catch (Exception refusal) when (refusal is CommandException or InstallationException)
        {
            await error.WriteLineAsync(refusal.Message);
            return ExitCodes.Refused;
        }
        catch (Exception defect)
        {
            await error.WriteLineAsync(Defects.Sentence(defect));
            return ExitCodes.Refused;
        }
    }

    /// <summary>Waits for Ctrl-C.</summary>
    public static Task UntilCancelledAsync(CancellationToken cancellation) =>
        Task.Delay(Timeout.Infinite, cancellation)
            .ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
}
