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
        await using var run = await DemoRun.StartAsync(options.Data, cancellation);
        await using var site = options.Once ? null : await DemoSite.StartAsync(run, options.Port, cancellation);
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

        if (site is not null)
        {
            DemoScreen.PrintAddresses(run, site, options.Json ? Console.Error : output);
            await ServeAsync(run, cancellation);
        }

        return run.IsAsExpected ? 0 : 1;
    }

    /// <summary>Bills whatever else is sold, until somebody presses Ctrl-C.</summary>
    private static async Task ServeAsync(DemoRun run, CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(2));
        try
        {
            while (await timer.WaitForNextTickAsync(cancellation))
            {
                await PollAsync(run, cancellation);
            }
        }
        catch (OperationCanceledException)
        {
            // The way to end the demo.
        }
    }

    /// <summary>A poll that fails is said and tried again with the next; the sandboxes may hear of the end before we do.</summary>
    private static async Task PollAsync(DemoRun run, CancellationToken cancellation)
    {
        try
        {
            await run.Pipeline.PollAsync(cancellation);
            await run.Pipeline.PollAccountsAsync(cancellation);
        }
        catch (CommandException refused)
        {
            if (!cancellation.IsCancellationRequested)
            {
                await Console.Error.WriteLineAsync(refused.Message);
            }
        }
    }
}

/// <param name="Data">Folder to keep everything in; null keeps nothing.</param>
internal sealed record DemoOptions(bool Once, bool Json, int Port, string? Data);
