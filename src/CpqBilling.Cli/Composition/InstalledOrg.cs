using CpqBilling.Engine.Configurations;
using CpqBilling.Engine.Installations;
using CpqBilling.Engine.Sync;
using CpqBilling.Salesforce;

namespace CpqBilling.Cli.Composition;

/// <summary>The org of an installation that a command works on.</summary>
internal static class InstalledOrg
{
    /// <param name="data">The folder; null takes that of the environment, or the usual one.</param>
    public static Task<Installation> OpenAsync(string? data, CancellationToken cancellation)
    {
        var configuration = ServiceConfiguration.Read(new Dictionary<string, string?> { ["data"] = data });
        return Directory.Exists(configuration.Folder)
            ? Installation.OpenAsync(configuration.Installation, cancellation)
            : throw new CommandException(
                $"There is no installation in {configuration.Folder}: name its folder with --data, or an org with --salesforce."
            );
    }

    /// <param name="named">Its id; null where the installation has one org.</param>
    public static async Task<ConnectedOrg> FindAsync(Installation installation, string? named, CancellationToken cancellation)
    {
        var orgs = await installation.Orgs.ListAsync(cancellation);
        return (named, orgs) switch
        {
            (_, []) => throw new CommandException(
                $"No org is connected in {installation.Folder.FullPath}: cpqbilling connect salesforce comes first."
            ),
            (null, [var only]) => only,
            (null, _) => throw new CommandException($"Say which org: --org ID, one of {string.Join(", ", orgs.Select(org => org.Id))}."),
            ({ } id, _) => orgs.FirstOrDefault(org => org.Id == SalesforceId.Full(id))
                ?? throw new CommandException($"No org {id} is connected, but {string.Join(", ", orgs.Select(org => org.Id))}."),
        };
    }

    /// <summary>Ready to be synced, with the configuration in force or the one given.</summary>
    public static async Task<BillingOrg> BillingAsync(
        Installation installation,
        string? named,
        OrgConfiguration? configuration,
        CancellationToken cancellation
    )
    {
        var org = await FindAsync(installation, named, cancellation);
        var billing =
            await installation.Orgs.BillingAsync(org, cancellation)
            ?? throw new CommandException($"{org.Connection.Org.Name} has no Stripe account yet: cpqbilling connect stripe comes first.");
        return configuration is null
            ? billing
            : billing with
            {
                Settings = configuration.Settings,
                Mappings = configuration.Mappings,
                OrderFilter = configuration.OrderFilter,
                ConfigurationErrors = configuration.Errors,
                Filters = configuration.Filters,
            };
    }
}
