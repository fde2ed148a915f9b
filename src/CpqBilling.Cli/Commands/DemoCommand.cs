using System.CommandLine;
using CpqBilling.Cli.Demo;
using CpqBilling.Cli.Grammar;

namespace CpqBilling.Cli.Commands;

/// <summary><c>demo</c>: the whole product on embedded defaults.</summary>
internal static class DemoCommand
{
    public static Command Create()
    {
        var once = new Option<bool>("--once") { Description = "Exit when everything is synced instead of serving the page." };
        var port = new Option<int>("--port") { Description = "Loopback port of the page; a free one without it." }.AsPort();
        var data = new Option<string?>("--data") { Description = "Folder that keeps the database and both sandboxes between starts." }.AsFolder();
        var command = new Command("demo", "Play a sales team and bill its orders on embedded sandboxes.") { once, CommandOptions.Json, port, data };
        command.SetAction(
            (result, cancellation) =>
                RunAsync(
                    new DemoOptions(result.GetValue(once), result.GetValue(CommandOptions.Json), result.GetValue(port), result.GetValue(data)),
                    result.InvocationConfiguration,
                    cancellation
                )
        );
        return command;
    }

    internal static async Task<int> RunAsync(DemoOptions options, InvocationConfiguration texts, CancellationToken cancellation)
    {
        var output = texts.Output;
        if (!options.Json)
        {
            await output.WriteLineAsync("Starting a Salesforce org, a Stripe account and the service, all on this machine…");
        }

        await using var run = await DemoRun.StartAsync(options, cancellation);
        if (options.Json)
        {
            await run.PlayAsync(_ => { }, cancellation);
            await output.WriteLineAsync(DemoDocument.Write(run.Board.Orders, run.Calls));
        }
        else
        {
            await DemoScreen.ShowAsync(run, output, cancellation);
            DemoScreen.PrintOutcome(run, output);
        }

        if (!options.Once)
        {
            DemoScreen.PrintAddresses(run, options.Json ? texts.Error : output);
            await CommandHost.UntilCancelledAsync(cancellation);
        }

        return run.IsAsExpected ? ExitCodes.Done : ExitCodes.Refused;
    }
}
