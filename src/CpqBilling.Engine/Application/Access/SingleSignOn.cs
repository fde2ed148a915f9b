using CpqBilling.Storage;
using CpqBilling.Storage.Auditing;
using CpqBilling.Storage.Rows.People;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace CpqBilling.Engine.Application.Access;

/// <summary>Lets in whom an identity provider vouches for. Who comes by it alone has the roles of its claims, anew with every sign-in; who has a password here keeps the roles given here.</summary>
public sealed class SingleSignOn(BillingDatabase database, AuditTrail audit)
{
    /// <param name="from">Network address of the browser.</param>
    public Task<AccessOutcome<Person>> AdmitAsync(ProvidedIdentity identity, string? from, Instant now, CancellationToken cancellation) =>
        database.WriteAsync<AccessOutcome<Person>>(
            async db =>
            {
                var (person, refusal) = await FindAsync(db, identity, now, cancellation);
                refusal ??=
                    person!.IsDisabled ? "They may not sign in any more."
                    : person.PasswordHash is null && identity.Grants.IsEmpty ? "No value of the role claim grants anything here."
                    : null;
                if (refusal is not null)
                {
                    db.ChangeTracker.Clear();
                    await audit.AddAsync(db, Told(identity, from, "single sign-on refused") with { Reason = refusal }, now, cancellation);
                    return new AccessOutcome<Person>.Refused([refusal]);
                }

                await db.SaveChangesAsync(cancellation);
                if (person!.PasswordHash is null && await GrantAsync(db, person, identity.Grants, cancellation))
                {
                    await audit.AddAsync(db, Told(identity, from, "roles taken over"), now, cancellation);
                }

                return new AccessOutcome<Person>.Done(person);
            },
            cancellation
        );

    /// <summary>By the provider's name for them; the first time by a verified address, or somebody new.</summary>
    private static async Task<(Person? Person, string? Refusal)> FindAsync(
        BillingDb db,
        ProvidedIdentity identity,
        Instant now,
        CancellationToken cancellation
    )
    {
        var login = await db.UserLogins.SingleOrDefaultAsync(
            row => row.LoginProvider == identity.Issuer && row.ProviderKey == identity.Subject,
            cancellation
        );
        if (login is not null)
        {
            return (await db.Users.FindAsync([login.UserId], cancellation), null);
        }

        if (await db.Installations.AnyAsync(row => row.PeopleSince == null, cancellation))
        {
            return (null, "There is no first administrator yet: the service printed a link for that when it started.");
        }

        if (PersonRules.FaultsOf(identity.Email, identity.FullName) is [var fault, ..])
        {
            return (null, $"The provider did not tell who they are: {fault}");
        }

        var normal = PersonRules.Normal(identity.Email);
        var known = await db.Users.SingleOrDefaultAsync(row => row.NormalizedUserName == normal, cancellation);
        if (known is not null && !identity.IsEmailVerified)
        {
            return (null, "Somebody here has this address, and the provider does not say that it is verified.");
        }

        var person = known ?? NewPeople.Person(new NewPerson(identity.Email, identity.FullName, false, []), now);
        if (known is null)
        {
            db.Users.Add(person);
        }

        db.UserLogins.Add(
            new IdentityUserLogin<string>
            {
                LoginProvider = identity.Issuer,
                ProviderKey = identity.Subject,
                ProviderDisplayName = identity.Provider,
                UserId = person.Id,
            }
        );
        return (person, null);
    }

    /// <returns>Whether anything changed.</returns>
    private static async Task<bool> GrantAsync(BillingDb db, Person person, ProvidedGrants grants, CancellationToken cancellation)
    {
        var held = await db.PersonRoles.AsNoTracking().Where(row => row.PersonId == person.Id).ToListAsync(cancellation);
        var isSame =
            person.IsInstallationAdministrator == grants.IsInstallationAdministrator
            && held.Count == grants.Roles.Count
            && held.All(row => grants.Roles.TryGetValue(row.OrgId, out var role) && role == row.Role);
        if (isSame)
        {
            return false;
        }

        person.IsInstallationAdministrator = grants.IsInstallationAdministrator;
        await PersonRules.SetRolesAsync(db, person.Id, grants.Roles, cancellation);
        await db.SaveChangesAsync(cancellation);
        return true;
    }

    private static AuditEvent Told(ProvidedIdentity identity, string? from, string action) =>
        new(null, identity.Email.Length > 0 ? identity.Email : $"{identity.Provider} {identity.Subject}", from, action)
        {
            Target = identity.Provider,
            Detail = PersonRules.Told(identity.Grants.IsInstallationAdministrator, identity.Grants.Roles),
        };
}
