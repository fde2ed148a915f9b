using CpqBilling.Storage.Rows.People;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace CpqBilling.Storage;

/// <summary>The tables of people: those of Identity under names of ours, roles and sessions beside them.</summary>
internal static class PeopleModel
{
    public static void Describe(ModelBuilder model)
    {
        model.Entity<Person>(person =>
        {
            person.ToTable("People");
            person.Ignore(row => row.PhoneNumber);
            person.Ignore(row => row.PhoneNumberConfirmed);
            person.HasIndex(row => row.LinkHash).IsUnique();
        });
        model.Entity<IdentityUserClaim<string>>().ToTable("PersonClaims");
        model.Entity<IdentityUserLogin<string>>().ToTable("PersonLogins");
        model.Entity<IdentityUserToken<string>>().ToTable("PersonTokens");
        model.Entity<IdentityUserPasskey<string>>(passkey =>
        {
            passkey.ToTable("PersonPasskeys");
            passkey.HasKey(row => row.CredentialId);
            passkey.OwnsOne(row => row.Data).ToJson();
            passkey.HasOne<Person>().WithMany().HasForeignKey(row => row.UserId);
        });
        model.Entity<PersonRole>(role =>
        {
            role.HasKey(row => new { row.PersonId, row.OrgId });
            role.HasOne<Person>().WithMany().HasForeignKey(row => row.PersonId);
        });
        model.Entity<SignedInSession>(session =>
        {
            session.ToTable("Sessions");
            session.HasIndex(row => new { row.PersonId, row.StartedAt });
            session.HasOne<Person>().WithMany().HasForeignKey(row => row.PersonId);
        });
    }
}
