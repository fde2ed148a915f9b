using System.CommandLine;
using CpqBilling.Cli.Composition;
using CpqBilling.Cli.Grammar;
using CpqBilling.Engine.Application;
using CpqBilling.Engine.Installations;
using CpqBilling.Engine.Sync;

namespace CpqBilling.Cli.Commands;

/// <summary>One org of an installation, opened for a command: what it changes, it changes under the same leases as a service that runs beside it.</summary>
internal sealed record OpenedOrg(Installation Installation, BillingOrg Billing, OrgApplication Application)
{
    public static Option<string?> Named { get; } = new("--org") { Description = "Id of the org, where several are connected." };

    public static void AddTo(Command command)
    {
        command.Add(InstallationCommandOptions.Data);
        command.Add(InstallationCommandOptions.Database);
        command.Add(Named);
        command.Add(CommandOptions.Json);
    }

    public static async Task<OpenedOrg> OpenAsync(ParseResult result, CancellationToken cancellation)
    {
        var configuration = InstallationCommandOptions.Configuration(result);
        if (!Directory.Exists(configuration.Folder))
        {
            throw new CommandException($"There is no installation in {configuration.Folder}: name its folder with --data.");
        }

        var installation = await Installation.OpenAsync(configuration.Installation, cancellation);
        var org = await InstalledOrg.FindAsync(installation, result.GetValue(Named), cancellation);
        var billing = await InstalledOrg.BillingAsync(installation, org.Id, null, cancellation);
        var application = await new InstalledOrgs(installation).FindAsync(org.Id, cancellation);
        return new OpenedOrg(installation, billing, application!);
    }

    /// <summary>Whether a service works on the folder; those that share a database server are told apart by nobody.</summary>
    public bool IsServed => ServiceLock.IsHeld(Installation.Folder);
}
