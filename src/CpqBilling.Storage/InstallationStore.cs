using CpqBilling.Storage.Rows;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace CpqBilling.Storage;

/// <summary>Gives the database its identity, once.</summary>
public sealed class InstallationStore(IDbContextFactory<BillingDb> databases)
{
    /// <summary>The installation of this database, made at first sight; of several processes one makes it.</summary>
    public async Task<InstallationRow> OpenAsync(Instant now, CancellationToken cancellationToken = default)
    {
        await using var db = databases.CreateDbContext();
        if (await FindAsync(db, cancellationToken) is { } known)
        {
            return known;
        }

        var made = new InstallationRow { Id = Guid.NewGuid().ToString("N"), CreatedAt = now };
        db.Installations.Add(made);
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            return made;
        }
        catch (DbUpdateException)
        {
            // Another process was first. Any other failure is still one.
            if (await FindAsync(db, cancellationToken) is { } other)
            {
                return other;
            }

            throw;
        }
    }

    private static Task<InstallationRow?> FindAsync(BillingDb db, CancellationToken cancellationToken) =>
        db.Installations.AsNoTracking().SingleOrDefaultAsync(row => row.Key == InstallationRow.OnlyKey, cancellationToken);
}
