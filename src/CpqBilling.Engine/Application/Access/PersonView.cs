using System.Collections.Immutable;
using CpqBilling.Storage.Rows.People;
using NodaTime;

namespace CpqBilling.Engine.Application.Access;

/// <summary>A person as administrators see one.</summary>
/// <param name="Waits">Invited, and has not come yet.</param>
/// <param name="Sessions">Browsers that are signed in.</param>
public sealed record PersonView(
    string Id,
    string Email,
    string FullName,
    bool IsInstallationAdministrator,
    ImmutableDictionary<string, OrgRole> Roles
)
{
    public bool IsDisabled { get; init; }

    public bool Waits { get; init; }

    public Instant? LastSignInAt { get; init; }

    public int Passkeys { get; init; }

    public int Sessions { get; init; }
}
