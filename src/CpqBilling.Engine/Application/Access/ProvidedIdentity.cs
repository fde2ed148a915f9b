namespace CpqBilling.Engine.Application.Access;

/// <summary>Somebody whom an identity provider vouches for.</summary>
/// <param name="Provider">Its name, as people know it.</param>
/// <param name="Issuer">Together with <paramref name="Subject"/> never anybody else.</param>
/// <param name="Email">Empty when it was not told.</param>
public sealed record ProvidedIdentity(string Provider, string Issuer, string Subject, string Email, string FullName)
{
    /// <summary>The provider has made sure that the address is theirs.</summary>
    public bool IsEmailVerified { get; init; }

    public ProvidedGrants Grants { get; init; } = ProvidedGrants.None;
}
