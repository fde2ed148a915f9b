using System.Collections.Immutable;
using CpqBilling.Engine.Application.Access;
using NodaTime;

namespace CpqBilling.Web.Api;

/// <param name="Roles">Org, or <c>*</c> for every org, → viewer, operator or administrator.</param>
public sealed record ApiPerson(
    string Id,
    string Email,
    string FullName,
    bool IsInstallationAdministrator,
    bool IsDisabled,
    Instant? LastSignInAt,
    ImmutableDictionary<string, string> Roles
)
{
    internal static ApiPerson Of(PersonView person) =>
        new(
            person.Id,
            person.Email,
            person.FullName,
            person.IsInstallationAdministrator,
            person.IsDisabled,
            person.LastSignInAt,
            person.Roles.ToImmutableDictionary(pair => pair.Key, pair => pair.Value.ToString().ToLowerInvariant())
        );
}
