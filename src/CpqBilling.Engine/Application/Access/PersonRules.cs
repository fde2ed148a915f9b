using System.Collections.Immutable;
using System.Net.Mail;
using CpqBilling.Storage;
using CpqBilling.Storage.Rows.People;
using Microsoft.EntityFrameworkCore;

namespace CpqBilling.Engine.Application.Access;

/// <summary>How a person is written into the database.</summary>
internal static class PersonRules
{
    /// <summary>Why somebody cannot be let in under this address and name; empty when nothing speaks against it.</summary>
    public static ImmutableArray<string> FaultsOf(string email, string fullName) =>
        !MailAddress.TryCreate(email, out var address) || address.Address != email ? [$"\"{email}\" is no e-mail address."]
        : string.IsNullOrWhiteSpace(fullName) ? ["A name is missing."]
        : [];

    public static string Normal(string email) => email.ToUpperInvariant();

    public static async Task SetRolesAsync(BillingDb db, string personId, ImmutableDictionary<string, OrgRole> roles, CancellationToken cancellation)
    {
        await db.PersonRoles.Where(row => row.PersonId == personId).ExecuteDeleteAsync(cancellation);
        db.PersonRoles.AddRange(
            roles.Select(pair => new PersonRole
            {
                PersonId = personId,
                OrgId = pair.Key,
                Role = pair.Value,
            })
        );
    }

    /// <summary>Roles as the audit writes them.</summary>
    public static object Told(bool isInstallationAdministrator, IEnumerable<KeyValuePair<string, OrgRole>> roles) =>
        new
        {
            IsInstallationAdministrator = isInstallationAdministrator,
            Roles = roles.OrderBy(pair => pair.Key, StringComparer.Ordinal).ToDictionary(pair => pair.Key, pair => pair.Value.ToString()),
        };
}
