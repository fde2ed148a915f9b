using System.Collections.Immutable;
using CpqBilling.Storage;
using CpqBilling.Storage.Auditing;
using CpqBilling.Storage.Rows.People;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace CpqBilling.Engine.Application.Access;

/// <summary>Who may sign in, and what they may do.</summary>
public sealed class People(BillingDatabase database, AuditTrail audit)
{
    /// <summary>How long an invitation, or a link to a new password, can be followed.</summary>
    public static readonly Duration LinkLife = Duration.FromDays(3);

    public async Task<ImmutableArray<PersonView>> ListAsync(Actor actor, Instant now, CancellationToken cancellation)
    {
        actor.Demand(Permission.Install, null);
        await using var db = database.CreateDbContext();
        var people = await db.Users.AsNoTracking().OrderBy(row => row.UserName).ToListAsync(cancellation);
        var roles = (await db.PersonRoles.AsNoTracking().ToListAsync(cancellation)).ToLookup(row => row.PersonId);
        var passkeys = (await db.UserPasskeys.Select(row => row.UserId).ToListAsync(cancellation)).ToLookup(id => id);
        var (seen, started) = (now - Sessions.MostIdle, now - Sessions.MostAge);
        var sessions = (
            await db
                .Sessions.Where(row => row.EndedAt == null && row.SeenAt > seen && row.StartedAt > started)
                .Select(row => row.PersonId)
                .ToListAsync(cancellation)
        ).ToLookup(id => id);
        return
        [
            .. people.Select(person => new PersonView(
                person.Id,
                person.UserName!,
                person.FullName,
                person.IsInstallationAdministrator,
                roles[person.Id].ToImmutableDictionary(row => row.OrgId, row => row.Role)
            )
            {
                IsDisabled = person.IsDisabled,
                Waits = person is { LastSignInAt: null, PasswordHash: null },
                LastSignInAt = person.LastSignInAt,
                Passkeys = passkeys[person.Id].Count(),
                Sessions = sessions[person.Id].Count(),
            }),
        ];
    }

    /// <returns>What the link ends with; shown once.</returns>
    public async Task<AccessOutcome<string>> InviteAsync(Actor actor, NewPerson wanted, Instant now, CancellationToken cancellation)
    {
        actor.Demand(Permission.Install, null);
        if (PersonRules.FaultsOf(wanted.Email, wanted.FullName) is { IsEmpty: false } faults)
        {
            return new AccessOutcome<string>.Refused(faults);
        }

        var token = LinkToken.Make();
        var person = NewPeople.Person(wanted, now);
        (person.LinkHash, person.LinkEndsAt) = (LinkToken.Hash(token), now + LinkLife);
        var told = actor.Did("person invited") with
        {
            Target = wanted.Email,
            Detail = PersonRules.Told(wanted.IsInstallationAdministrator, wanted.Roles),
        };
        return await database.WriteAsync<AccessOutcome<string>>(
            async db =>
            {
                if (await db.Users.AnyAsync(row => row.NormalizedUserName == person.NormalizedUserName, cancellation))
                {
                    return new AccessOutcome<string>.Refused([$"{wanted.Email} is known already."]);
                }

                db.Users.Add(person);
                await db.SaveChangesAsync(cancellation);
                await PersonRules.SetRolesAsync(db, person.Id, wanted.Roles, cancellation);
                await audit.AddAsync(db, told, now, cancellation);
                return new AccessOutcome<string>.Done(token);
            },
            cancellation
        );
    }

    /// <summary>A link to a new password for somebody who lost theirs, or whose invitation ended; an earlier link is over.</summary>
    public async Task<AccessOutcome<string>> NewLinkAsync(Actor actor, string personId, Instant now, CancellationToken cancellation)
    {
        actor.Demand(Permission.Install, null);
        var token = LinkToken.Make();
        return await database.WriteAsync<AccessOutcome<string>>(
            async db =>
            {
                if (await db.Users.FindAsync([personId], cancellation) is not { IsDisabled: false } person)
                {
                    return new AccessOutcome<string>.Refused(["There is no such person, or they may not sign in."]);
                }

                (person.LinkHash, person.LinkEndsAt) = (LinkToken.Hash(token), now + LinkLife);
                await audit.AddAsync(db, actor.Did("link for a new password made") with { Target = person.UserName }, now, cancellation);
                return new AccessOutcome<string>.Done(token);
            },
            cancellation
        );
    }

    /// <summary>Changes roles, or lets somebody in no more; their sessions end with their right to have one.</summary>
    public async Task<AccessOutcome<Person>> ChangeAsync(
        Actor actor,
        string personId,
        PersonChange change,
        Instant now,
        CancellationToken cancellation
    )
    {
        actor.Demand(Permission.Install, null);
        return await database.WriteAsync(db => ChangeAsync(db, actor, personId, change, now), cancellation);
    }

    private async Task<AccessOutcome<Person>> ChangeAsync(BillingDb db, Actor actor, string personId, PersonChange change, Instant now)
    {
        if (await db.Users.FindAsync(personId) is not { } person)
        {
            return new AccessOutcome<Person>.Refused(["There is no such person."]);
        }

        var staysOne = change is { IsInstallationAdministrator: true, IsDisabled: false };
        if (!staysOne && !await db.Users.AnyAsync(row => row.Id != personId && row.IsInstallationAdministrator && !row.IsDisabled))
        {
            return new AccessOutcome<Person>.Refused(["Somebody must look after people: make another installation administrator first."]);
        }

        var roles = await db.PersonRoles.AsNoTracking().Where(row => row.PersonId == personId).ToListAsync();
        var before = PersonRules.Told(person.IsInstallationAdministrator, roles.Select(row => KeyValuePair.Create(row.OrgId, row.Role)));
        var action = (person.IsDisabled, change.IsDisabled) switch
        {
            (false, true) => "person disabled",
            (true, false) => "person let in again",
            _ => "roles changed",
        };
        (person.IsInstallationAdministrator, person.IsDisabled) = (change.IsInstallationAdministrator, change.IsDisabled);
        await PersonRules.SetRolesAsync(db, personId, change.Roles, CancellationToken.None);
        if (change.IsDisabled)
        {
            await Sessions.EndAllAsync(db.Sessions.Where(row => row.PersonId == personId), now, CancellationToken.None);
        }

        var told = actor.Did(action) with
        {
            Target = person.UserName,
            Detail = new { Before = before, After = PersonRules.Told(change.IsInstallationAdministrator, change.Roles) },
        };
        await audit.AddAsync(db, told, now, CancellationToken.None);
        return new AccessOutcome<Person>.Done(person);
    }

    /// <summary>Whom a link belongs to; null when it is over.</summary>
    public async Task<Person?> OfLinkAsync(string token, Instant now, CancellationToken cancellation)
    {
        var hash = LinkToken.Hash(token);
        await using var db = database.CreateDbContext();
        return await db
            .Users.AsNoTracking()
            .SingleOrDefaultAsync(row => row.LinkHash == hash && row.LinkEndsAt > now && !row.IsDisabled, cancellation);
    }

    /// <summary>Sets the password by a link, which is over by it; so is every session.</summary>
    public async Task<AccessOutcome<Person>> FollowLinkAsync(string token, string password, string? from, Instant now, CancellationToken cancellation)
    {
        if (await OfLinkAsync(token, now, cancellation) is not { } person)
        {
            return new AccessOutcome<Person>.Refused(["This link is over: ask for a new one."]);
        }

        return await SetPasswordAsync(
            person,
            new NewPassword(password, KeptSession: null),
            new Actor(ActorKind.Person, person.Id, person.UserName!, []) { From = from },
            now,
            cancellation
        );
    }

    /// <summary>Passkeys of a person, by name, with when they were made.</summary>
    public async Task<ImmutableArray<PasskeyView>> PasskeysAsync(string personId, CancellationToken cancellation)
    {
        await using var db = database.CreateDbContext();
        var rows = await db.UserPasskeys.AsNoTracking().Where(row => row.UserId == personId).ToListAsync(cancellation);
        return
        [
            .. rows.Select(row => new PasskeyView(row.CredentialId, row.Data.Name ?? "Passkey", row.Data.CreatedAt)).OrderBy(key => key.CreatedAt),
        ];
    }

    /// <summary>Takes a passkey of the actor's own away.</summary>
    public Task RemovePasskeyAsync(Actor actor, byte[] credentialId, Instant now, CancellationToken cancellation) =>
        database.WriteAsync(
            async db =>
            {
                var removed = await db
                    .UserPasskeys.Where(row => row.UserId == actor.Id && row.CredentialId == credentialId)
                    .ExecuteDeleteAsync(cancellation);
                if (removed == 1)
                {
                    await audit.AddAsync(db, actor.Did("passkey removed"), now, cancellation);
                }
            },
            cancellation
        );

    /// <summary>Writes down what Identity did with a passkey of the actor's.</summary>
    public Task NotePasskeyAsync(Actor actor, string action, Instant now, CancellationToken cancellation) =>
        audit.AddAsync(actor.Did(action), now, cancellation);

    /// <summary>Changes a password by the one before; other sessions of the person end.</summary>
    /// <param name="session">The one that goes on.</param>
    public async Task<AccessOutcome<Person>> ChangePasswordAsync(
        Actor actor,
        PasswordChange change,
        string session,
        Instant now,
        CancellationToken cancellation
    )
    {
        await using var db = database.CreateDbContext();
        if (
            await db.Users.AsNoTracking().SingleOrDefaultAsync(row => row.Id == actor.Id, cancellation) is not { PasswordHash: { } hash } person
            || Passwords.Hasher.VerifyHashedPassword(person, hash, change.Present) == PasswordVerificationResult.Failed
        )
        {
            return new AccessOutcome<Person>.Refused(["The present password is another one."]);
        }

        return await SetPasswordAsync(person, new NewPassword(change.Next, session), actor, now, cancellation);
    }

    private sealed record NewPassword(string Text, string? KeptSession);

    private async Task<AccessOutcome<Person>> SetPasswordAsync(
        Person person,
        NewPassword password,
        Actor actor,
        Instant now,
        CancellationToken cancellation
    )
    {
        if (Passwords.FaultsOf(password.Text, person.UserName!, person.FullName) is { IsEmpty: false } faults)
        {
            return new AccessOutcome<Person>.Refused(faults);
        }

        var (hash, kept) = (Passwords.Hasher.HashPassword(person, password.Text), password.KeptSession);
        await database.WriteAsync(
            async db =>
            {
                await db
                    .Users.Where(row => row.Id == person.Id)
                    .ExecuteUpdateAsync(
                        set =>
                            set.SetProperty(row => row.PasswordHash, hash)
                                .SetProperty(row => row.LinkHash, (byte[]?)null)
                                .SetProperty(row => row.LinkEndsAt, (Instant?)null)
                                .SetProperty(row => row.AccessFailedCount, 0)
                                .SetProperty(row => row.LockoutEnd, (DateTimeOffset?)null),
                        cancellation
                    );
                await Sessions.EndAllAsync(db.Sessions.Where(row => row.PersonId == person.Id && row.Id != kept), now, cancellation);
                await audit.AddAsync(db, actor.Did("password set"), now, cancellation);
            },
            cancellation
        );
        return new AccessOutcome<Person>.Done(person);
    }
}
