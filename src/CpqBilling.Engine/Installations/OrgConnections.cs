using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json;
using CpqBilling.Salesforce;
using CpqBilling.Storage;
using CpqBilling.Storage.Rows;
using CpqBilling.Stripe;
using Microsoft.AspNetCore.DataProtection;
using NodaTime;

namespace CpqBilling.Engine.Installations;

/// <summary>What an org told of itself when it was connected.</summary>
/// <param name="ClockUrl">Where a sandbox tells its time; null for every real org.</param>
public sealed record OrgDescription(string Id, string Name, bool IsSandbox, bool IsMultiCurrency, string? DefaultCurrency, Uri? ClockUrl = null);

public sealed record StripeAccountDescription(string Id, string Name, bool IsLive);

/// <summary>An org as it is stored: how it is reached and which Stripe accounts it bills through.</summary>
/// <param name="Accounts">May be empty: then nothing can be billed yet.</param>
/// <param name="Revision">Differs after every change of one of its connections.</param>
public sealed record OrgConnection(
    OrgDescription Org,
    bool IsSyncEnabled,
    SalesforceConnection Salesforce,
    ImmutableArray<StripeAccountConnection> Accounts,
    string Revision
);

/// <param name="WebhookSecrets">Sign what Stripe posts; empty when it posts nothing.</param>
public sealed record StripeAccountConnection(
    StripeAccountDescription Account,
    bool IsPrimary,
    StripeConnection Connection,
    ImmutableArray<string> WebhookSecrets
);

/// <summary>Connections of orgs and Stripe accounts, kept with their secrets encrypted.</summary>
public sealed class OrgConnections(BillingDatabase database, IDataProtectionProvider protection)
{
    private readonly OrgStore _store = new(database);

    public async Task<ImmutableArray<OrgConnection>> ListAsync(CancellationToken cancellation)
    {
        var orgs = ImmutableArray.CreateBuilder<OrgConnection>();
        foreach (var org in await _store.OrgsAsync(cancellation))
        {
            if (Read(org, await _store.ConnectionsAsync(org.Id, cancellation)) is { } connection)
            {
                orgs.Add(connection);
            }
        }

        return orgs.ToImmutable();
    }

    public async Task SaveSalesforceAsync(OrgDescription org, SalesforceConnection connection, Instant now, CancellationToken cancellation)
    {
        var row = new Org
        {
            Id = org.Id,
            Name = org.Name,
            CreatedAt = now,
            IsSyncEnabled = true,
        };
        await _store.SaveOrgAsync(row, cancellation);
        var stored = new Connection
        {
            OrgId = org.Id,
            Account = "",
            PublicJson = JsonSerializer.Serialize(StoredSalesforce.Of(connection, org), JsonSerializerOptions.Web),
            Secret = Seal(org.Id, "", StoredSalesforce.SecretOf(connection.Auth)),
            ChangedAt = now,
        };
        await _store.SaveConnectionAsync(stored, cancellation);
    }

    public async Task SaveStripeAsync(string orgId, StripeAccountConnection account, Instant now, CancellationToken cancellation)
    {
        var id = account.Account.Id;
        var stored = new Connection
        {
            OrgId = orgId,
            Account = id,
            IsPrimary = account.IsPrimary,
            PublicJson = JsonSerializer.Serialize(StoredStripe.Of(account.Connection, account.Account), JsonSerializerOptions.Web),
            Secret = Seal(orgId, id, new StripeSecret(account.Connection.ApiKey, account.WebhookSecrets)),
            ChangedAt = now,
        };
        await _store.SaveConnectionAsync(stored, cancellation);
    }

    /// <summary>Stops syncing of an org, or lets it go on; what waits meanwhile is not lost.</summary>
    public Task SetSyncEnabledAsync(string orgId, bool isEnabled, CancellationToken cancellation) =>
        _store.SetSyncEnabledAsync(orgId, isEnabled, cancellation);

    /// <summary>Keeps the refresh token that followed the one a connection was made with.</summary>
    public async Task RotateAsync(string orgId, SalesforceAuth.RefreshToken next, CancellationToken cancellation)
    {
        var seen = (await _store.ConnectionsAsync(orgId, cancellation)).Single(row => row.Account.Length == 0);
        await _store.ReplaceSecretAsync(seen, Seal(orgId, "", StoredSalesforce.SecretOf(next)), cancellation);
    }

    private OrgConnection? Read(Org org, IReadOnlyList<Connection> rows)
    {
        if (rows.SingleOrDefault(row => row.Account.Length == 0) is not { } own)
        {
            return null;
        }

        var stored = Public<StoredSalesforce>(own);
        return new OrgConnection(
            new OrgDescription(
                org.Id,
                org.Name,
                stored.IsSandbox,
                stored.IsMultiCurrency,
                stored.DefaultCurrency,
                stored.ClockUrl is null ? null : new Uri(stored.ClockUrl)
            ),
            org.IsSyncEnabled,
            stored.Connection(Open<SalesforceSecret>(own)),
            [.. rows.Where(row => row.Account.Length > 0).Select(Account)],
            $"{org.IsSyncEnabled}/{string.Join('/', rows.Select(row => $"{row.Account}:{row.Revision}"))}"
        );
    }

    private StripeAccountConnection Account(Connection row)
    {
        var stored = Public<StoredStripe>(row);
        var secret = Open<StripeSecret>(row);
        return new StripeAccountConnection(
            new StripeAccountDescription(row.Account, stored.Name, stored.IsLive),
            row.IsPrimary,
            new StripeConnection(secret.ApiKey, stored.ApiBase),
            [.. secret.WebhookSecrets]
        );
    }

    private static T Public<T>(Connection row) => JsonSerializer.Deserialize<T>(row.PublicJson, JsonSerializerOptions.Web)!;

    private byte[] Seal<T>(string orgId, string account, T secret) =>
        Protector(orgId, account).Protect(JsonSerializer.SerializeToUtf8Bytes(secret, JsonSerializerOptions.Web));

    private T Open<T>(Connection row)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(Protector(row.OrgId, row.Account).Unprotect(row.Secret), JsonSerializerOptions.Web)!;
        }
        catch (CryptographicException)
        {
            throw new InstallationException(
                "The stored connections cannot be decrypted: they were made with another master key. Name the key they were made with, or connect again."
            );
        }
    }

    /// <summary>A secret moved to another row does not open.</summary>
    private IDataProtector Protector(string orgId, string account) => protection.CreateProtector("CpqBilling.Connection", orgId, account);
}
