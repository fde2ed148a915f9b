using CpqBilling.Storage.Rows;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace CpqBilling.Storage;

/// <param name="BasedOn">The version the change was made from; 0 for the first.</param>
public sealed record ConfigurationChange(string OrgId, int BasedOn, string Json, string? DifferenceJson, string ChangedBy, Instant At);

/// <summary>Settings and mappings of an org, every version kept. A change made from an outdated version is refused (docs/rules/mapping.md 4).</summary>
public sealed class ConfigurationStore(BillingDatabase database)
{
    /// <summary>The version in force; null before the first.</summary>
    public async Task<Configuration?> CurrentAsync(string orgId, CancellationToken cancellationToken = default)
    {
        await using var db = database.CreateDbContext();
        return await db
            .Configurations.AsNoTracking()
            .Where(row => row.OrgId == orgId)
            .OrderByDescending(row => row.Version)
            .FirstOrDefaultAsync(cancellationToken);
    }

    /// <summary>Orgs that have a configuration.</summary>
    public async Task<IReadOnlyList<string>> OrgsAsync(CancellationToken cancellationToken = default)
    {
        await using var db = database.CreateDbContext();
        return await db.Configurations.Select(row => row.OrgId).Distinct().Order().ToListAsync(cancellationToken);
    }

    /// <summary>The number of the new version; null when somebody changed the configuration since.</summary>
    public async Task<int?> ChangeAsync(ConfigurationChange change, CancellationToken cancellationToken = default)
    {
        var current = await CurrentAsync(change.OrgId, cancellationToken);
        if ((current?.Version ?? 0) != change.BasedOn)
        {
            return null;
        }

        var version = change.BasedOn + 1;
        try
        {
            await database.WriteAsync(
                db =>
                {
                    db.Configurations.Add(Row(change, version));
                    return db.SaveChangesAsync(cancellationToken);
                },
                cancellationToken
            );
            return version;
        }
        catch (DbUpdateException)
        {
            // Two changes from the same version: the first has taken the number. Any other failure is still one.
            if ((await CurrentAsync(change.OrgId, cancellationToken))?.Version >= version)
            {
                return null;
            }

            throw;
        }
    }

    private static Configuration Row(ConfigurationChange change, int version) =>
        new()
        {
            OrgId = change.OrgId,
            Version = version,
            Json = change.Json,
            DifferenceJson = change.DifferenceJson,
            ChangedBy = change.ChangedBy,
            ChangedAt = change.At,
        };
}
