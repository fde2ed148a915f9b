using System.CommandLine;
using CpqBilling.Cli.Composition;
using CpqBilling.Engine.Installations;

namespace CpqBilling.Cli.Commands;

/// <summary><c>connect …</c>: makes an org or a Stripe account part of the installation. Nothing is kept before it was tried.</summary>
internal static class ConnectCommand
{
    public static Command Create() =>
        new("connect", "Connect a Salesforce org or a Stripe account to the installation.")
        {
            ConnectSalesforce.Create(),
            ConnectStripe.Create(),
            ConnectCertificate.Create(),
        };

    /// <summary>The org that is meant: the one named, else the only one.</summary>
    public static async Task<OrgConnection> OrgAsync(Installation installation, string? named, CancellationToken cancellation)
    {
        var orgs = await installation.Connections.ListAsync(cancellation);
        return (named, orgs) switch
        {
            (_, []) => throw new CommandException("No org is connected yet: cpqbilling connect salesforce comes first."),
            (null, [var only]) => only,
            (null, _) => throw new CommandException($"Say which org: --org ID, one of {string.Join(", ", orgs.Select(org => org.Org.Id))}."),
            ({ } id, _) => orgs.FirstOrDefault(org => org.Org.Id == CpqBilling.Salesforce.SalesforceId.Full(id))
                ?? throw new CommandException($"No org {id} is connected, but {string.Join(", ", orgs.Select(org => org.Org.Id))}."),
        };
    }
}
