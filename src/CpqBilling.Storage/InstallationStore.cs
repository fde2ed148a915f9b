using CpqBilling.Storage.Rows;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace CpqBilling.Storage;

/// <summary>Gives the database its identity, once.</summary>
public sealed class InstallationStore(BillingDatabase database)
{
    /// <summary>The installation of this database, made at first sight; of several processes one makes it.</summary>
    public async Task<InstallationRow> OpenAsync(Instant now, CancellationToken cancellationToken = default)
    {
        if (await FindAsync(cancellationToken) is { } known)
        {
            return known;
        }

        var made = new InstallationRow { Id = Guid.NewGuid().ToString("N"), CreatedAt = now };
        try
        {
            await database.WriteAsync(
                db =>
                {
                    db.Installations.Add(made);
                    return db.SaveChangesAsync(cancellationToken);
                },
                cancellationToken
            );
            return made;
        }
        catch (DbUpdateException)
        {
            // Another process was first. Any other failure is still one.
            if (await FindAsync(cancellationToken) is { } other)
            {
                return other;
            }

            throw;
        }
    }

    private async Task<InstallationRow?> FindAsync(CancellationToken cancellationToken)
    {
        await using var db = database.CreateDbContext();
        return await db.Installations.AsNoTracking().SingleOrDefaultAsync(row => row.Key == InstallationRow.OnlyKey, cancellationToken);
    }
}
