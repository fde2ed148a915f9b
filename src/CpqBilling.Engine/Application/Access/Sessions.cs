using System.Collections.Immutable;
using CpqBilling.Storage;
using CpqBilling.Storage.Auditing;
using CpqBilling.Storage.Rows.People;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace CpqBilling.Engine.Application.Access;

/// <summary>Browsers in which people are signed in. A session counts as long as its row says so, whatever the cookie says.</summary>
public sealed class Sessions(BillingDatabase database, AuditTrail audit)
{
    /// <summary>Without a request for so long, the person signs in again.</summary>
    public static readonly Duration MostIdle = Duration.FromHours(8);

    /// <summary>After so long, the person signs in again.</summary>
    public static readonly Duration MostAge = Duration.FromDays(7);

    private static readonly Duration SeenStep = Duration.FromMinutes(1);

    /// <returns>The id that the cookie holds.</returns>
    public async Task<string> BeginAsync(NewSession wanted, Instant now, CancellationToken cancellation)
    {
        var session = new SignedInSession
        {
            Id = LinkToken.Make(),
            PersonId = wanted.Person.Id,
            StartedAt = now,
            SeenAt = now,
            From = wanted.From,
            Browser = wanted.Browser,
            Way = wanted.Way,
        };
        var told = new AuditEvent(null, wanted.Person.UserName!, wanted.From, "signed in") { Target = wanted.Way };
        await database.WriteAsync(
            async db =>
            {
                db.Sessions.Add(session);
                await db.SaveChangesAsync(cancellation);
                await db
                    .Users.Where(row => row.Id == session.PersonId)
                    .ExecuteUpdateAsync(set => set.SetProperty(row => row.LastSignInAt, now), cancellation);
                await audit.AddAsync(db, told, now, cancellation);
            },
            cancellation
        );
        return session.Id;
    }

    /// <summary>Writes down that somebody tried to be a person and failed.</summary>
    public Task NoteFailureAsync(Person person, bool isLocked, string? from, Instant now, CancellationToken cancellation) =>
        audit.AddAsync(new AuditEvent(null, person.UserName!, from, isLocked ? "sign-in locked" : "sign-in failed"), now, cancellation);

    /// <summary>Who is signed in by a session now; null when it is over or the person may not sign in any more.</summary>
    public async Task<Actor?> ActorAsync(string sessionId, string? from, Instant now, CancellationToken cancellation)
    {
        await using var db = database.CreateDbContext();
        var found = await (
            from session in db.Sessions.AsNoTracking()
            join person in db.Users on session.PersonId equals person.Id
            where session.Id == sessionId && session.EndedAt == null && !person.IsDisabled
            select new { session, person }
        ).SingleOrDefaultAsync(cancellation);
        if (found is null || now - found.session.SeenAt > MostIdle || now - found.session.StartedAt > MostAge)
        {
            return null;
        }

        if (now - found.session.SeenAt > SeenStep)
        {
            await database.WriteAsync(
                write =>
                    write.Sessions.Where(row => row.Id == sessionId).ExecuteUpdateAsync(set => set.SetProperty(row => row.SeenAt, now), cancellation),
                cancellation
            );
        }

        var roles = await db.PersonRoles.AsNoTracking().Where(row => row.PersonId == found.person.Id).ToListAsync(cancellation);
        return new Actor(ActorKind.Person, found.person.Id, found.person.UserName!, roles.ToImmutableDictionary(row => row.OrgId, row => row.Role))
        {
            From = from,
            IsInstallationAdministrator = found.person.IsInstallationAdministrator,
        };
    }

    /// <summary>The sessions of a person that still count, newest first.</summary>
    public async Task<IReadOnlyList<SignedInSession>> ListAsync(string personId, Instant now, CancellationToken cancellation)
    {
        await using var db = database.CreateDbContext();
        var (seen, started) = (now - MostIdle, now - MostAge);
        return await db
            .Sessions.AsNoTracking()
            .Where(row => row.PersonId == personId && row.EndedAt == null && row.SeenAt > seen && row.StartedAt > started)
            .OrderByDescending(row => row.StartedAt)
            .ToListAsync(cancellation);
    }

    /// <summary>Ends a session of the actor's own, or of somebody the actor looks after.</summary>
    /// <returns>False when there is no such session.</returns>
    public async Task<bool> EndAsync(Actor actor, string sessionId, Instant now, CancellationToken cancellation)
    {
        await using var db = database.CreateDbContext();
        if (await db.Sessions.AsNoTracking().SingleOrDefaultAsync(row => row.Id == sessionId && row.EndedAt == null, cancellation) is not { } session)
        {
            return false;
        }

        if (session.PersonId != actor.Id)
        {
            actor.Demand(Permission.Install, null);
        }

        await database.WriteAsync(
            async write =>
            {
                await EndAllAsync(write.Sessions.Where(row => row.Id == sessionId), now, cancellation);
                await audit.AddAsync(write, actor.Did("session ended") with { Target = session.PersonId }, now, cancellation);
            },
            cancellation
        );
        return true;
    }

    /// <summary>Ends sessions within a transaction of the caller's.</summary>
    internal static Task EndAllAsync(IQueryable<SignedInSession> sessions, Instant now, CancellationToken cancellation) =>
        sessions.Where(row => row.EndedAt == null).ExecuteUpdateAsync(set => set.SetProperty(row => row.EndedAt, now), cancellation);
}
