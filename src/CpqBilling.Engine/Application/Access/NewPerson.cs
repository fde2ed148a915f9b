using System.Collections.Immutable;
using CpqBilling.Storage.Rows.People;

namespace CpqBilling.Engine.Application.Access;

/// <summary>Somebody who is to be let in.</summary>
/// <param name="Roles">Org, or <see cref="PersonRole.EveryOrg"/>, → role.</param>
public sealed record NewPerson(string Email, string FullName, bool IsInstallationAdministrator, ImmutableDictionary<string, OrgRole> Roles);
