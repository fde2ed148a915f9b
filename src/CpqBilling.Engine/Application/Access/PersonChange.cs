using System.Collections.Immutable;
using CpqBilling.Storage.Rows.People;

namespace CpqBilling.Engine.Application.Access;

/// <summary>What a person is to be from now on.</summary>
/// <param name="Roles">Org, or <see cref="PersonRole.EveryOrg"/>, → role; all of them.</param>
public sealed record PersonChange(bool IsInstallationAdministrator, bool IsDisabled, ImmutableDictionary<string, OrgRole> Roles);
