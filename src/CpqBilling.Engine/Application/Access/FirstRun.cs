using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using CpqBilling.Engine.Installations;
using CpqBilling.Storage.Rows.People;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace CpqBilling.Engine.Application.Access;

/// <summary>The link that makes the first administrator, and closes by it.</summary>
/// <remarks>It follows from the master key, so that every node prints the same and nothing is kept for it.</remarks>
public sealed class FirstRun(Installation installation)
{
    private readonly byte[] _key = installation.MasterKeys.For("FirstRun")[0];

    public string Token => Base64Url.EncodeToString(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(installation.Id)));

    public bool Fits(string? token) =>
        token is not null && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(token), Encoding.UTF8.GetBytes(Token));

    public async Task<bool> IsOpenAsync(CancellationToken cancellation)
    {
        await using var db = installation.Database.CreateDbContext();
        return await db.Installations.AnyAsync(row => row.PeopleSince == null, cancellation);
    }

    /// <summary>Makes the first administrator, who may do everything everywhere.</summary>
    /// <param name="from">Network address of the browser.</param>
    public async Task<AccessOutcome<Person>> MakeAsync(NewPerson wanted, string password, string? from, Instant now, CancellationToken cancellation)
    {
        var faults = PersonRules.FaultsOf(wanted.Email, wanted.FullName);
        faults = faults.IsEmpty ? Passwords.FaultsOf(password, wanted.Email, wanted.FullName) : faults;
        if (!faults.IsEmpty)
        {
            return new AccessOutcome<Person>.Refused(faults);
        }

        var person = NewPeople.Person(wanted, now);
        person.PasswordHash = Passwords.Hasher.HashPassword(person, password);
        return await installation.Database.WriteAsync<AccessOutcome<Person>>(
            async db =>
            {
                // Of two at once, one closes the link.
                var isFirst =
                    await db
                        .Installations.Where(row => row.PeopleSince == null)
                        .ExecuteUpdateAsync(set => set.SetProperty(row => row.PeopleSince, now), cancellation) == 1;
                if (!isFirst)
                {
                    return new AccessOutcome<Person>.Refused(["There is an administrator already: ask for an invitation."]);
                }

                db.Users.Add(person);
                await db.SaveChangesAsync(cancellation);
                await PersonRules.SetRolesAsync(db, person.Id, wanted.Roles, cancellation);
                var actor = new Actor(ActorKind.Person, person.Id, wanted.Email, wanted.Roles) { From = from };
                await installation.Audit.AddAsync(db, actor.Did("first administrator made") with { Target = wanted.Email }, now, cancellation);
                return new AccessOutcome<Person>.Done(person);
            },
            cancellation
        );
    }
}
