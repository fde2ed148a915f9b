using Microsoft.AspNetCore.Identity;
using NodaTime;

namespace CpqBilling.Storage.Rows.People;

/// <summary>A person who may sign in. The user name is an e-mail address; who signs in elsewhere has no password here.</summary>
public sealed class Person : IdentityUser
{
    public required string FullName { get; set; }

    /// <summary>Looks after people, keys and the installation itself.</summary>
    public bool IsInstallationAdministrator { get; set; }

    public bool IsDisabled { get; set; }

    public required Instant CreatedAt { get; init; }

    public Instant? LastSignInAt { get; set; }

    /// <summary>Hash of the link by which the person sets a password; null when none is out.</summary>
    public byte[]? LinkHash { get; set; }

    public Instant? LinkEndsAt { get; set; }
}
