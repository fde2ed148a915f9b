using System.Collections.Immutable;
using CpqBilling.Engine.Application.Access;
using CpqBilling.Engine.Application.Health;
using CpqBilling.Engine.Installations;
using CpqBilling.Salesforce;
using CpqBilling.Stripe;
using NodaTime;

namespace CpqBilling.Engine.Application.Connections;

/// <summary>How an installation reaches its orgs and Stripe accounts: shown, tried, made, renewed, paused. Nothing is kept before it was tried.</summary>
public sealed class ConnectionBook(Installation installation)
{
    private const int KeyEndLength = 4;

    public async Task<ImmutableArray<OrgConnectionView>> ListAsync(CancellationToken cancellation) =>
        [.. (await installation.Connections.ListAsync(cancellation)).Select(View)];

    /// <summary>Everything of the installation, tried now.</summary>
    public IAsyncEnumerable<HealthFinding> CheckAsync(CancellationToken cancellation) => new InstallationCheck(installation).RunAsync(cancellation);

    /// <summary>One org and its accounts, tried now.</summary>
    public async IAsyncEnumerable<HealthFinding> CheckAsync(
        string orgId,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation
    )
    {
        if (await installation.Orgs.FindAsync(orgId, cancellation) is { } org)
        {
            await foreach (var finding in new InstallationCheck(installation).OfOrgAsync(org, cancellation))
            {
                yield return finding;
            }
        }
    }

    /// <summary>Signs in and asks who is there, then keeps the connection; an org that is connected already gets the new one.</summary>
    public async Task<ConnectionTrial<OrgDescription>> ConnectSalesforceAsync(
        SalesforceConnection connection,
        Actor by,
        CancellationToken cancellation
    )
    {
        by.Demand(Permission.Install, null);
        using var http = SalesforceHttp.CreateClient();
        using var session = new SalesforceSession(http, connection);
        var trial = await ConnectionChecks.TrySalesforceAsync(session, null, cancellation);
        if (trial is not ConnectionTrial<OrgDescription>.Works { Value: var org })
        {
            return trial;
        }

        var known = (await installation.Connections.ListAsync(cancellation)).FirstOrDefault(other => other.Org.Id == org.Id);
        var kept = connection with { EventsUrl = EventAddress.Of(null, connection, known?.Salesforce) };
        await installation.Connections.SaveSalesforceAsync(org with { ClockUrl = known?.Org.ClockUrl }, kept, Now, cancellation);
        await NoteAsync(by, known is null ? "org connected" : "org connected anew", org.Id, org.Name, cancellation);
        return trial;
    }

    /// <summary>Who a key belongs to and what it may do; nothing is kept.</summary>
    public async Task<KeyTrial> TryKeyAsync(string orgId, StripeKey key, CancellationToken cancellation)
    {
        var gateway = new StripeGateway(new StripeConnection(key.Text, key.Sandbox));
        var trial = await ConnectionChecks.TryStripeAsync(gateway, cancellation);
        if (trial is not ConnectionTrial<StripeAccountDescription>.Works { Value: var account })
        {
            return new KeyTrial.Refused(((ConnectionTrial<StripeAccountDescription>.Refused)trial).Error);
        }

        var org = (await installation.Connections.ListAsync(cancellation)).FirstOrDefault(known => known.Org.Id == orgId);
        var warning =
            account.IsLive && org is { Org.IsSandbox: true }
                ? "This key is LIVE and the org is a sandbox: real customers would be billed for what is tried there."
            : key.Text.StartsWith("sk_", StringComparison.Ordinal) ? "This is a secret key, which may do everything. A restricted key is enough."
            : null;
        return new KeyTrial.Tried(account, await new KeyProbes(gateway).RunAsync(cancellation), warning);
    }

    /// <summary>Keeps a key that was tried; a key of an account that is connected takes the place of the former one, between two syncs.</summary>
    public async Task KeepKeyAsync(string orgId, StripeKey key, StripeAccountDescription account, Actor by, CancellationToken cancellation)
    {
        by.Demand(Permission.Install, orgId);
        var org = (await installation.Connections.ListAsync(cancellation)).First(known => known.Org.Id == orgId);
        var former = org.Accounts.FirstOrDefault(known => known.Account.Id == account.Id);
        var connection = new StripeAccountConnection(
            account,
            former?.IsPrimary ?? org.Accounts.IsEmpty,
            new StripeConnection(key.Text, key.Sandbox),
            former?.WebhookSecrets ?? []
        );
        await installation.Connections.SaveStripeAsync(orgId, connection, Now, cancellation);
        await NoteAsync(by, former is null ? "Stripe account connected" : "Stripe key replaced", orgId, account.Id, cancellation);
    }

    public async Task SetSyncingAsync(string orgId, bool isSyncing, Actor by, CancellationToken cancellation)
    {
        by.Demand(Permission.Install, orgId);
        await installation.Connections.SetSyncEnabledAsync(orgId, isSyncing, cancellation);
        await NoteAsync(by, isSyncing ? "syncing resumed" : "syncing paused", orgId, orgId, cancellation);
    }

    private Task NoteAsync(Actor by, string action, string orgId, string target, CancellationToken cancellation) =>
        installation.Audit.AddAsync(by.Did(action, orgId) with { Target = target }, Now, cancellation);

    private static Instant Now => SystemClock.Instance.GetCurrentInstant();

    private static OrgConnectionView View(OrgConnection org) =>
        new(
            org.Org.Id,
            org.Org.Name,
            org.Org.IsSandbox,
            org.Salesforce.InstanceUrl,
            org.Salesforce.Auth switch
            {
                SalesforceAuth.JwtBearer jwt => $"certificate, as {jwt.Username}",
                SalesforceAuth.RefreshToken => "a person who signed in",
                _ => "client secret",
            },
            org.Salesforce.Auth.ClientId,
            org.IsSyncEnabled,
            [
                .. org.Accounts.Select(account => new StripeConnectionView(
                    account.Account.Id,
                    account.Account.Name,
                    account.Account.IsLive,
                    account.IsPrimary,
                    account.Connection.ApiKey is { Length: > KeyEndLength * 3 } text ? text[^KeyEndLength..] : "",
                    account.Connection.ApiBase,
                    !account.WebhookSecrets.IsEmpty
                )),
            ]
        );
}
