using System.CommandLine;
using CpqBilling.Cli.Composition;
using CpqBilling.Sandbox.Salesforce;
using CpqBilling.Sandbox.Stripe;

namespace CpqBilling.Cli.Commands;

/// <summary><c>sandbox stripe|salesforce</c>: one embedded server alone, for any HTTP client.</summary>
internal static class SandboxCommand
{
    public static Command Create()
    {
        var port = new Option<int>("--port") { Description = "Loopback port; 0 takes a free one." };
        var data = new Option<string?>("--data") { Description = "SQLite file to keep the state in; in memory without it." };
        var stripe = new Command("stripe", "A Stripe Billing server with test clocks.") { port, data };
        stripe.SetAction(
            (result, cancellation) =>
                ServeAsync(
                    "Stripe",
                    async () =>
                    {
                        var server = await StripeSandbox.StartAsync(
                            new StripeSandboxOptions { Port = result.GetValue(port), DatabaseFile = result.GetValue(data) },
                            cancellation
                        );
                        return (server, server.Address);
                    },
                    $"Any key that begins with sk_test_ works, for example {Sandboxes.StripeKey}.",
                    cancellation
                )
        );
        var salesforce = new Command("salesforce", "A Salesforce org with CPQ.") { port, data };
        salesforce.SetAction(
            (result, cancellation) =>
                ServeAsync(
                    "Salesforce",
                    async () =>
                    {
                        var server = await SalesforceSandbox.StartAsync(
                            new SalesforceSandboxOptions { Port = result.GetValue(port), DatabaseFile = result.GetValue(data) },
                            cancellation
                        );
                        return (server, server.Address);
                    },
                    "Client credentials: sandbox-client, sandbox-secret.",
                    cancellation
                )
        );
        return new Command("sandbox", "Start an embedded server alone.") { stripe, salesforce };
    }

    private static Task<int> ServeAsync(string name, Func<Task<(IAsyncDisposable, Uri)>> start, string hint, CancellationToken cancellation) =>
        CommandShell.RunAsync(async () =>
        {
            try
            {
                var (server, address) = await start();
                await using (server)
                {
                    Console.WriteLine($"The {name} sandbox listens on {address}. {hint} Ctrl-C stops it.");
                    await Task.Delay(Timeout.Infinite, cancellation).ContinueWith(_ => { }, TaskScheduler.Default);
                }

                return 0;
            }
            catch (IOException error)
            {
                throw new CommandException($"The {name} sandbox cannot start: {error.Message}");
            }
        });
}
