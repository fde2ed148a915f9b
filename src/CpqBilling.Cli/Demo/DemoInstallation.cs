using CpqBilling.Cli.Composition;
using CpqBilling.Engine.Configurations;
using CpqBilling.Engine.Installations;
using CpqBilling.Salesforce;
using CpqBilling.Stripe;
using NodaTime;

namespace CpqBilling.Cli.Demo;

/// <summary>The installation of a demo: both sandboxes are connected to it as any org and account are.</summary>
internal static class DemoInstallation
{
    public static async Task<ConnectedOrg> ConnectAsync(Installation installation, Sandboxes sandboxes, CancellationToken cancellation)
    {
        var now = SystemClock.Instance.GetCurrentInstant();
        using var http = SalesforceHttp.CreateClient();
        using var session = new SalesforceSession(http, sandboxes.SalesforceConnection);
        var clock = await SandboxClock.FindAsync(http, sandboxes.SalesforceAddress, cancellation);
        var org = Connected(await ConnectionChecks.TrySalesforceAsync(session, clock, cancellation));
        var account = Connected(await ConnectionChecks.TryStripeAsync(new StripeGateway(sandboxes.StripeConnection), cancellation));
        await installation.Connections.SaveSalesforceAsync(org, sandboxes.SalesforceConnection, now, cancellation);
        // Secrets of endpoints belong to the addresses of an earlier start.
        var connection = new StripeAccountConnection(account, IsPrimary: true, sandboxes.StripeConnection, []);
        await installation.Connections.SaveStripeAsync(org.Id, connection, now, cancellation);
        await ConfigureAsync(installation, org.Id, now, cancellation);
        return (await installation.Orgs.FindAsync(org.Id, cancellation))!;
    }

    /// <summary>The first version; a folder that has one keeps it.</summary>
    private static async Task ConfigureAsync(Installation installation, string orgId, Instant now, CancellationToken cancellation)
    {
        var keeper = new ConfigurationKeeper(installation.Database);
        if (await keeper.CurrentAsync(orgId, cancellation) is null)
        {
            await keeper.SaveAsync(new ConfigurationDraft(orgId, DemoConfiguration.Read(), 0, "demo", now), null, cancellation);
        }
    }

    private static T Connected<T>(ConnectionTrial<T> trial) =>
        trial switch
        {
            ConnectionTrial<T>.Works works => works.Value,
            ConnectionTrial<T>.Refused refused => throw new CommandException(ErrorText.Of(refused.Error)),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
}
