using CpqBilling.Core.Errors;
using CpqBilling.Engine.Installations;
using CpqBilling.Salesforce;

namespace CpqBilling.Engine.Application.Health;

/// <summary>Checks what an installation needs, by trying it: each org, its calls, its Stripe accounts and its configuration.</summary>
public sealed class InstallationCheck(Installation installation)
{
    private const int FewCalls = 1000;

    public async IAsyncEnumerable<HealthFinding> RunAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        // Opening it has tried the database, its migrations and the master key.
        yield return new HealthFinding("database", true, $"{installation.Database.Kind}, every migration applied");
        var orgs = await installation.Orgs.ListAsync(cancellation);
        yield return orgs.IsEmpty
            ? new HealthFinding("orgs", false, "none is connected", "Connect one: cpqbilling connect salesforce.")
            : new HealthFinding("orgs", true, $"{orgs.Length} connected, their secrets can be decrypted");
        foreach (var org in orgs)
        {
            await foreach (var finding in OfOrgAsync(org, cancellation))
            {
                yield return finding;
            }
        }
    }

    /// <summary>One org alone.</summary>
    internal async IAsyncEnumerable<HealthFinding> OfOrgAsync(
        ConnectedOrg org,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation
    )
    {
        var name = org.Connection.Org.Name;
        yield return (await ReachedAsync(org, cancellation)) with
        {
            OrgName = name,
        };
        yield return (await CallsAsync(org, cancellation)) with
        {
            OrgName = name,
        };
        yield return (await new EventCheck(installation, org).RunAsync(cancellation)) with
        {
            OrgName = name,
        };
        yield return (await ConfigurationAsync(org, cancellation)) with
        {
            OrgName = name,
        };
        foreach (var account in org.Accounts)
        {
            yield return (await AccountAsync(org, account, cancellation)) with
            {
                OrgName = name,
            };
        }
    }

    private static async Task<HealthFinding> ReachedAsync(ConnectedOrg org, CancellationToken cancellation) =>
        await new OrgReader(org.Salesforce).OrganizationAsync(cancellation) switch
        {
            SalesforceAnswer<SalesforceOrg>.Found { Value: var found } when found.Id == org.Id => new HealthFinding(
                $"{org.Id}: Salesforce",
                true,
                $"{found.Name} answers"
            ),
            SalesforceAnswer<SalesforceOrg>.Found { Value: var other } => new HealthFinding(
                $"{org.Id}: Salesforce",
                false,
                $"another org answers: {other.Id}",
                "Connect the org again; this one was refreshed or replaced."
            ),
            SalesforceAnswer<SalesforceOrg>.Refused refused => Refused($"{org.Id}: Salesforce", refused.Error),
            _ => throw new System.Diagnostics.UnreachableException(),
        };

    private static async Task<HealthFinding> CallsAsync(ConnectedOrg org, CancellationToken cancellation) =>
        await new OrgReader(org.Salesforce).LimitsAsync(cancellation) switch
        {
            SalesforceAnswer<ApiAllowance>.Found { Value: var calls } => new HealthFinding(
                $"{org.Id}: API calls",
                calls.Remaining >= FewCalls,
                $"{calls.Remaining} of {calls.Max} left",
                calls.Remaining >= FewCalls ? null : "Wait, or raise the limit of the org."
            ),
            SalesforceAnswer<ApiAllowance>.Refused refused => Refused($"{org.Id}: API calls", refused.Error),
            _ => throw new System.Diagnostics.UnreachableException(),
        };

    private async Task<HealthFinding> ConfigurationAsync(ConnectedOrg org, CancellationToken cancellation)
    {
        var name = $"{org.Id}: configuration";
        return await installation.Orgs.BillingAsync(org, cancellation) switch
        {
            null => new HealthFinding(name, false, "no Stripe account is connected", "Connect one: cpqbilling connect stripe."),
            { ConfigurationErrors: [var first, ..] } => Refused(name, first),
            { Settings.SyncEnabled: false } => new HealthFinding(name, true, "can be used; syncEnabled is false, so orders are billed by hand only"),
            _ => new HealthFinding(name, true, "can be used; orders are billed by themselves"),
        };
    }

    private static async Task<HealthFinding> AccountAsync(ConnectedOrg org, ConnectedAccount account, CancellationToken cancellation)
    {
        var (name, known) = ($"{org.Id}: Stripe {account.Connection.Account.Id}", account.Connection.Account);
        return await ConnectionChecks.TryStripeAsync(account.Gateway, cancellation) switch
        {
            ConnectionTrial<StripeAccountDescription>.Refused refused => Refused(name, refused.Error),
            _ when known.IsLive && org.Connection.Org.IsSandbox => new HealthFinding(
                name,
                false,
                "a Salesforce sandbox bills real customers",
                "Connect a test account, unless this is meant."
            ),
            _ => new HealthFinding(name, true, known.IsLive ? "LIVE, answers" : "test mode, answers"),
        };
    }

    private static HealthFinding Refused(string check, SyncError error) => new(check, false, $"{error.Code} {error.Message}", error.Fix);
}
