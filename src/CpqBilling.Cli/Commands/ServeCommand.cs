using System.CommandLine;
using CpqBilling.Cli.Composition;
using CpqBilling.Cli.Grammar;
using CpqBilling.Engine.Application.Access;
using CpqBilling.Engine.Installations;
using CpqBilling.Engine.Service;
using CpqBilling.Web.Hosting;

namespace CpqBilling.Cli.Commands;

/// <summary><c>serve</c>: the product. Engine, pages and API of an installation, until somebody ends it.</summary>
internal static class ServeCommand
{
    public static Option<string?> Urls { get; } =
        new("--urls") { Description = $"Addresses to listen on, separated by semicolons; {ServerOptions.DefaultUrls} without it (CPQBILLING_URLS)." };

    public static Command Create()
    {
        var command = new Command("serve", "Run the service: bill the orders of all connected orgs, and serve the pages.")
        {
            InstallationCommandOptions.Data,
            InstallationCommandOptions.Database,
            Urls,
        };
        command.SetAction((result, cancellation) => RunAsync(result, cancellation));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult result, CancellationToken cancellation)
    {
        var output = result.InvocationConfiguration.Output;
        var configuration = InstallationCommandOptions.Configuration(result, ("urls", result.GetValue(Urls)));
        configuration.Verify();
        foreach (var ignored in configuration.Ignored)
        {
            await result.InvocationConfiguration.Error.WriteLineAsync($"Not a setting, and without effect: {ignored}");
        }

        var installation = await Installation.OpenAsync(configuration.Installation, cancellation);
        using var one = configuration.Installation.Database is null ? ServiceLock.Take(installation.Folder) : null;
        await using var server = await BillingServer.StartAsync(installation, configuration.Server, WorkRhythm.Default, cancellation);
        await output.WriteLineAsync($"CpqBilling serves {string.Join(" and ", server.Addresses)}");
        await output.WriteLineAsync($"Data is kept in {installation.Folder.FullPath}. Ctrl-C ends the service.");
        await TellFirstRunAsync(installation, server.Addresses[0], output, cancellation);
        await TellOrgsAsync(installation, output, cancellation);
        await CommandHost.UntilCancelledAsync(cancellation);
        return 0;
    }

    /// <summary>Before the first administrator nobody can sign in: whoever reads this may become it.</summary>
    private static async Task TellFirstRunAsync(Installation installation, Uri address, TextWriter output, CancellationToken cancellation)
    {
        var first = new InstallationAccess(installation).FirstRun;
        if (await first.IsOpenAsync(cancellation))
        {
            await output.WriteLineAsync($"Make the first administrator: {new Uri(address, $"/first-run?token={first.Token}")}");
        }
    }

    private static async Task TellOrgsAsync(Installation installation, TextWriter output, CancellationToken cancellation)
    {
        var orgs = await installation.Orgs.ListAsync(cancellation);
        foreach (var org in orgs)
        {
            var account = org.Primary is { } primary
                ? $"bills through {primary.Connection.Account.Id}"
                : "waits for a Stripe account: cpqbilling connect stripe";
            var isLive = (await installation.Orgs.BillingAsync(org, cancellation))?.Settings.SyncEnabled != false;
            var waits = isLive ? "" : "; nothing is billed by itself until its setting syncEnabled is true (cpqbilling config import)";
            await output.WriteLineAsync($"{org.Connection.Org.Name} ({org.Id}) {account}{waits}");
        }

        if (orgs.IsEmpty)
        {
            await output.WriteLineAsync("No org is connected yet: cpqbilling connect salesforce, then cpqbilling connect stripe.");
        }
    }
}
