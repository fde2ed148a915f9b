using CpqBilling.Storage.Rows;
using Microsoft.EntityFrameworkCore;

namespace CpqBilling.Storage;

/// <summary>Connected orgs and how they are reached. Secrets come and go encrypted.</summary>
public sealed class OrgStore(BillingDatabase database)
{
    public async Task<IReadOnlyList<Org>> OrgsAsync(CancellationToken cancellationToken = default)
    {
        await using var db = database.CreateDbContext();
        return await db.Orgs.AsNoTracking().OrderBy(row => row.CreatedAt).ThenBy(row => row.Id).ToListAsync(cancellationToken);
    }

    /// <summary>Of one org: its own connection and those of its Stripe accounts.</summary>
    public async Task<IReadOnlyList<Connection>> ConnectionsAsync(string orgId, CancellationToken cancellationToken = default)
    {
        await using var db = database.CreateDbContext();
        return await db.Connections.AsNoTracking().Where(row => row.OrgId == orgId).OrderBy(row => row.Account).ToListAsync(cancellationToken);
    }

    /// <summary>Adds the org or gives it its present name.</summary>
    public Task SaveOrgAsync(Org org, CancellationToken cancellationToken = default) =>
        database.WriteAsync(
            async db =>
            {
                if (await db.Orgs.FindAsync([org.Id], cancellationToken) is { } known)
                {
                    known.Name = org.Name;
                }
                else
                {
                    db.Orgs.Add(org);
                }

                await db.SaveChangesAsync(cancellationToken);
            },
            cancellationToken
        );

    public Task SetSyncEnabledAsync(string orgId, bool isEnabled, CancellationToken cancellationToken = default) =>
        database.WriteAsync(
            db =>
                db.Orgs.Where(row => row.Id == orgId)
                    .ExecuteUpdateAsync(set => set.SetProperty(row => row.IsSyncEnabled, isEnabled), cancellationToken),
            cancellationToken
        );

    /// <summary>Adds or replaces a connection. The first Stripe account becomes the primary one; a later one only when it says so.</summary>
    public Task SaveConnectionAsync(Connection connection, CancellationToken cancellationToken = default) =>
        database.WriteAsync(db => SaveAsync(db, connection, cancellationToken), cancellationToken);

    /// <summary>Stores a secret that replaced another at the remote side; nothing when the connection was changed since it was read.</summary>
    /// <param name="seen">The connection as it was read.</param>
    public async Task<bool> ReplaceSecretAsync(Connection seen, byte[] secret, CancellationToken cancellationToken = default) =>
        await database.WriteAsync(
            db =>
                db.Connections.Where(row => row.OrgId == seen.OrgId && row.Account == seen.Account && row.Revision == seen.Revision)
                    .ExecuteUpdateAsync(
                        set => set.SetProperty(row => row.Secret, secret).SetProperty(row => row.Revision, seen.Revision + 1),
                        cancellationToken
                    ),
            cancellationToken
        ) == 1;

    private static async Task SaveAsync(BillingDb db, Connection connection, CancellationToken cancellationToken)
    {
        var all = await db.Connections.Where(row => row.OrgId == connection.OrgId).ToListAsync(cancellationToken);
        var accounts = all.Where(row => row.Account.Length > 0 && row.Account != connection.Account).ToList();
        var known = all.SingleOrDefault(row => row.Account == connection.Account);
        var isPrimary =
            connection.Account.Length > 0 && (connection.IsPrimary || known is { IsPrimary: true } || !accounts.Any(row => row.IsPrimary));
        foreach (var other in accounts.Where(row => isPrimary && row.IsPrimary))
        {
            other.IsPrimary = false;
            other.Revision++;
        }

        if (known is null)
        {
            connection.IsPrimary = isPrimary;
            db.Connections.Add(connection);
        }
        else
        {
            known.IsPrimary = isPrimary;
            known.PublicJson = connection.PublicJson;
            known.Secret = connection.Secret;
            known.ChangedAt = connection.ChangedAt;
            known.Revision++;
        }

        await db.SaveChangesAsync(cancellationToken);
    }
}
