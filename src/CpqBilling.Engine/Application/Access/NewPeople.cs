using System.Collections.Immutable;
using CpqBilling.Storage.Rows.People;
using NodaTime;

namespace CpqBilling.Engine.Application.Access;

/// <summary>Rows for people who are let in.</summary>
public static class NewPeople
{
    /// <summary>Everything everywhere, also in orgs that are connected later.</summary>
    public static NewPerson Administrator(string email, string fullName) =>
        new(
            email.Trim(),
            fullName.Trim(),
            IsInstallationAdministrator: true,
            ImmutableDictionary<string, OrgRole>.Empty.Add(PersonRole.EveryOrg, OrgRole.Administrator)
        );

    /// <summary>Without password; may not sign in before one is set.</summary>
    internal static Person Person(NewPerson wanted, Instant now) =>
        new()
        {
            UserName = wanted.Email,
            NormalizedUserName = PersonRules.Normal(wanted.Email),
            Email = wanted.Email,
            NormalizedEmail = PersonRules.Normal(wanted.Email),
            FullName = wanted.FullName,
            IsInstallationAdministrator = wanted.IsInstallationAdministrator,
            LockoutEnabled = true,
            SecurityStamp = Guid.NewGuid().ToString("N"),
            CreatedAt = now,
        };
}
