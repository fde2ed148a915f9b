using CpqBilling.Storage.Rows;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace CpqBilling.Storage.Calls;

/// <summary>Remembers for a day what calls under a key were answered, so that each is made once.</summary>
public sealed class IdempotentCalls(BillingDatabase database)
{
    private static readonly Duration Kept = Duration.FromDays(1);

    /// <summary>No call takes so long: its process is gone.</summary>
    private static readonly Duration LostAfter = Duration.FromMinutes(10);

    /// <returns>Null when the call is to be made now; otherwise the one that was begun before under the same key.</returns>
    public async Task<IdempotentCall?> BeginAsync(IdempotentCall call, CancellationToken cancellation)
    {
        try
        {
            return await database.WriteAsync(db => BeginAsync(db, call, cancellation), cancellation);
        }
        catch (DbUpdateException)
        {
            // Another node began it at the same moment; any other failure is still one.
            await using var db = database.CreateDbContext();
            if (await Of(db, call).AsNoTracking().SingleOrDefaultAsync(cancellation) is { } known)
            {
                return known;
            }

            throw;
        }
    }

    /// <summary>Keeps the answer.</summary>
    public Task EndAsync(IdempotentCall call, CancellationToken cancellation) =>
        database.WriteAsync(
            db =>
                Of(db, call)
                    .ExecuteUpdateAsync(
                        set =>
                            set.SetProperty(row => row.Status, call.Status)
                                .SetProperty(row => row.ContentType, call.ContentType)
                                .SetProperty(row => row.Answer, call.Answer),
                        cancellation
                    ),
            cancellation
        );

    /// <summary>Nothing came of the call: it may be made again.</summary>
    public Task ForgetAsync(IdempotentCall call, CancellationToken cancellation) =>
        database.WriteAsync(db => Of(db, call).ExecuteDeleteAsync(cancellation), cancellation);

    /// <summary>Forgets what is older than a day.</summary>
    public Task CleanAsync(Instant now, CancellationToken cancellation)
    {
        var before = now - Kept;
        return database.WriteAsync(db => db.IdempotentCalls.Where(row => row.BegunAt < before).ExecuteDeleteAsync(cancellation), cancellation);
    }

    private static async Task<IdempotentCall?> BeginAsync(BillingDb db, IdempotentCall call, CancellationToken cancellation)
    {
        if (await Of(db, call).AsNoTracking().SingleOrDefaultAsync(cancellation) is { } known)
        {
            var age = call.BegunAt - known.BegunAt;
            if (age < (known.Status is null ? LostAfter : Kept))
            {
                return known;
            }

            await Of(db, call).ExecuteDeleteAsync(cancellation);
        }

        db.IdempotentCalls.Add(call);
        await db.SaveChangesAsync(cancellation);
        return null;
    }

    private static IQueryable<IdempotentCall> Of(BillingDb db, IdempotentCall call) =>
        db.IdempotentCalls.Where(row => row.Caller == call.Caller && row.Key == call.Key);
}
