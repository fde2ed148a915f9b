using System.Collections.Concurrent;
using System.Collections.Immutable;
using CpqBilling.Core.Translation;
using CpqBilling.Engine.Configurations;
using CpqBilling.Engine.Sync;
using CpqBilling.Salesforce;
using CpqBilling.Storage;
using CpqBilling.Stripe;
using NodaTime;

namespace CpqBilling.Engine.Installations;

/// <summary>An org with its doors open: one session and one gateway for each account, shared by all that work on it.</summary>
public sealed class ConnectedOrg(OrgConnection connection, SalesforceSession salesforce, StripePaces paces, IClock clock)
{
    public OrgConnection Connection => connection;

    public string Id => connection.Org.Id;

    public SalesforceSession Salesforce => salesforce;

    public IClock Clock => clock;

    public OrgFacts Facts { get; } =
        new(
            connection.Org.Id,
            connection.Salesforce.InstanceUrl.ToString().TrimEnd('/'),
            connection.Org.IsMultiCurrency,
            connection.Org.DefaultCurrency
        )
        {
            StripeAccount = connection.Accounts.FirstOrDefault(account => account.IsPrimary) is { Account: var account }
                ? $"{account.Name} ({account.Id}, {(account.IsLive ? "live mode" : "test mode")})"
                : null,
            StripeAccountId = connection.Accounts.FirstOrDefault(account => account.IsPrimary)?.Account.Id,
        };

    public ImmutableArray<ConnectedAccount> Accounts { get; } =
    [.. connection.Accounts.Select(account => new ConnectedAccount(account, new StripeGateway(account.Connection, paces.Of(account))))];

    /// <summary>Contracts as they were last read; they outlive a change of the configuration.</summary>
    public ContractMemory Contracts { get; } = new();

    /// <summary>The account whose ids stand in Salesforce; null before one is connected.</summary>
    public ConnectedAccount? Primary => Accounts.FirstOrDefault(account => account.Connection.IsPrimary);
}

public sealed record ConnectedAccount(StripeAccountConnection Connection, StripeGateway Gateway);

/// <summary>The connected orgs of an installation; connections stay open until somebody changes them.</summary>
/// <param name="stripeRate">Requests a second that each Stripe account may get from this installation; null is what Stripe allows.</param>
public sealed class ConnectedOrgs(BillingDatabase database, OrgConnections connections, double? stripeRate = null)
{
    private static readonly HttpClient Http = SalesforceHttp.CreateClient();
    private readonly ConcurrentDictionary<string, ConnectedOrg> _open = new();
    private readonly ConcurrentDictionary<string, (int Version, OrgConfiguration Configuration)> _read = new();

    /// <summary>How fast each Stripe account is asked.</summary>
    public StripePaces Paces { get; } = new(stripeRate);

    /// <summary>Every org as it is connected now.</summary>
    public async Task<ImmutableArray<ConnectedOrg>> ListAsync(CancellationToken cancellation) =>
        [.. (await connections.ListAsync(cancellation)).Select(Open)];

    public async Task<ConnectedOrg?> FindAsync(string orgId, CancellationToken cancellation) =>
        (await ListAsync(cancellation)).FirstOrDefault(org => org.Id == orgId);

    /// <summary>The org with the configuration in force, ready for one piece of work, whose calls are counted apart; null while no Stripe account is connected.</summary>
    public async Task<BillingOrg?> BillingAsync(ConnectedOrg org, CancellationToken cancellation)
    {
        if (org.Primary is not { } account)
        {
            return null;
        }

        var kept = await new ConfigurationKeeper(database).CurrentAsync(org.Id, cancellation);
        var configuration = kept is null ? OrgConfiguration.Default : Read(org.Id, kept);
        return new BillingOrg(
            org.Facts,
            org.Salesforce.CountedApart(),
            account.Gateway.CountedApart(),
            database,
            configuration.Settings,
            configuration.Mappings,
            configuration.OrderFilter,
            org.Clock
        )
        {
            ConfigurationErrors = configuration.Errors,
            ConfigurationVersion = kept?.Version ?? 0,
            Filters = configuration.Filters,
            Contracts = org.Contracts,
        };
    }

    /// <summary>A version never changes, and every piece of work asks for it.</summary>
    private OrgConfiguration Read(string orgId, KeptConfiguration kept) =>
        _read
            .AddOrUpdate(
                orgId,
                _ => (kept.Version, OrgConfiguration.Read(kept.Json)),
                (_, known) => known.Version == kept.Version ? known : (kept.Version, OrgConfiguration.Read(kept.Json))
            )
            .Configuration;

    private ConnectedOrg Open(OrgConnection connection) =>
        _open.AddOrUpdate(
            connection.Org.Id,
            _ => Connect(connection),
            (_, known) => known.Connection.Revision == connection.Revision ? known : Connect(connection)
        );

    private ConnectedOrg Connect(OrgConnection connection)
    {
        var session = new SalesforceSession(
            Http,
            connection.Salesforce,
            refreshTokenReplaced: (next, cancellation) => connections.RotateAsync(connection.Org.Id, next, cancellation)
        );
        return new ConnectedOrg(connection, session, Paces, SystemClock.Instance);
    }
}
