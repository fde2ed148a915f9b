using System.CommandLine;
using CpqBilling.Cli.Composition;
using CpqBilling.Cli.Grammar;
using CpqBilling.Sandbox.Salesforce;
using CpqBilling.Sandbox.Stripe;
using Microsoft.Data.Sqlite;

namespace CpqBilling.Cli.Commands;

/// <summary><c>sandbox stripe|salesforce</c>: one embedded server alone, for any HTTP client.</summary>
internal static class SandboxCommand
{
    private static readonly Option<int> Port = new Option<int>("--port") { Description = "Loopback port; 0 takes a free one." }.AsPort();
    private static readonly Option<string?> File = new Option<string?>("--data")
    {
        Description = "SQLite file to keep the state in; in memory without it.",
    }.AsFile();

    public static Command Create() =>
        new("sandbox", "Start an embedded server alone.")
        {
            Server("stripe", "A Stripe Billing server with test clocks.", StripeAsync),
            Server("salesforce", "A Salesforce org with CPQ.", SalesforceAsync),
        };

    private static Command Server(string name, string description, Func<ParseResult, CancellationToken, Task<Running>> start)
    {
        var command = new Command(name, description) { Port, File };
        command.SetAction((result, cancellation) => ServeAsync(result, start, cancellation));
        return command;
    }

    private static async Task<Running> StripeAsync(ParseResult result, CancellationToken cancellation)
    {
        var options = new StripeSandboxOptions { Port = result.GetValue(Port), DatabaseFile = result.GetValue(File) };
        var server = await StripeSandbox.StartAsync(options, cancellation);
        var hint = $"Any key that begins with sk_test_ works, for example {Sandboxes.StripeKey}.";
        return new Running(server, $"The Stripe sandbox listens on {server.Address}. {hint}");
    }

    private static async Task<Running> SalesforceAsync(ParseResult result, CancellationToken cancellation)
    {
        var options = new SalesforceSandboxOptions { Port = result.GetValue(Port), DatabaseFile = result.GetValue(File) };
        var server = await SalesforceSandbox.StartAsync(options, cancellation);
        var hint = $"Client credentials: {Sandboxes.ClientId}, {Sandboxes.ClientSecret}.";
        return new Running(server, $"The Salesforce sandbox listens on {server.Address}, its events on {server.EventsAddress}. {hint}");
    }

    private static async Task<int> ServeAsync(
        ParseResult result,
        Func<ParseResult, CancellationToken, Task<Running>> start,
        CancellationToken cancellation
    )
    {
        var running = await StartAsync(result, start, cancellation);
        await using (running.Server)
        {
            await result.InvocationConfiguration.Output.WriteLineAsync($"{running.Greeting} Ctrl-C stops it.");
            await CommandHost.UntilCancelledAsync(cancellation);
        }

        return ExitCodes.Done;
    }

    private static async Task<Running> StartAsync(
        ParseResult result,
        Func<ParseResult, CancellationToken, Task<Running>> start,
        CancellationToken cancellation
    )
    {
        try
        {
            return await start(result, cancellation);
        }
        catch (IOException error)
        {
            throw new CommandException($"The sandbox cannot listen: {error.Message}");
        }
        catch (SqliteException error)
        {
            throw new CommandException($"{result.GetValue(File)} cannot keep the state of the sandbox: {error.Message}");
        }
    }

    /// <param name="Greeting">Where it is, and how to talk to it.</param>
    private sealed record Running(IAsyncDisposable Server, string Greeting);
}
