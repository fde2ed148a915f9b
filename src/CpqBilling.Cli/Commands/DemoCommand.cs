using System.CommandLine;
using CpqBilling.Cli.Composition;
using CpqBilling.Cli.Demo;

namespace CpqBilling.Cli.Commands;

/// <summary><c>demo</c>: the whole product on embedded defaults.</summary>
internal static class DemoCommand
{
    public static Command Create()
    {
        var once = new Option<bool>("--once") { Description = "Exit when everything is synced instead of serving the page." };
        var json = new Option<bool>("--json") { Description = "Print the outcome as one JSON document and nothing else." };
        var port = new Option<int>("--port") { Description = "Loopback port of the page; a free one without it." };
        var data = new Option<string?>("--data") { Description = "Folder that keeps the database and both sandboxes between starts." };
        var command = new Command("demo", "Play a sales team and bill its orders on embedded sandboxes.") { once, json, port, data };
        command.SetAction(
            (result, cancellation) =>
                CommandShell.RunAsync(() =>
                    RunAsync(
                        new DemoOptions(result.GetValue(once), result.GetValue(json), result.GetValue(port), result.GetValue(data)),
                        Console.Out,
                        cancellation
                    )
                )
        );
        return command;
    }

    internal static async Task<int> RunAsync(DemoOptions options, TextWriter output, CancellationToken cancellation)
    {
        await using var run = await DemoRun.StartAsync(options, cancellation);
        if (options.Json)
        {
            await run.PlayAsync(_ => { }, cancellation);
            await output.WriteLineAsync(DemoDocument.Write(run.Board.Orders, run.Calls));
        }
        else
        {
            await DemoScreen.ShowAsync(run, cancellation);
            DemoScreen.PrintOutcome(run);
        }

        if (!options.Once)
        {
            DemoScreen.PrintAddresses(run, options.Json ? Console.Error : output);
            await CommandShell.UntilCancelledAsync(cancellation);
        }

        return run.IsAsExpected ? 0 : 1;
    }
}
