using CpqBilling.Engine.Application.Access;
using CpqBilling.Storage.Rows.People;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using NodaTime;

namespace CpqBilling.Web.Access;

/// <summary>Lets people in: by password, passkey or link; each way ends with a session and its cookie.</summary>
internal sealed class SignInDesk(InstallationAccess access, SignInManager<Person> manager, IHttpContextAccessor context, IClock clock)
{
    /// <summary>One sentence for all that is wrong, so that nobody learns who is known.</summary>
    public const string Refusal = "The address or the password is wrong, or too many attempts were made: then try again in 15 minutes.";

    /// <summary>Verified when nobody has the address, so that the answer takes as long.</summary>
    private static readonly Person Nobody = NobodyWithPassword();

    private HttpContext Http => context.HttpContext!;

    /// <returns>Null when the person is in; otherwise what to tell them.</returns>
    public async Task<string?> ByPasswordAsync(string email, string password)
    {
        if (await manager.UserManager.FindByNameAsync(email.Trim()) is not { PasswordHash: not null } person)
        {
            Passwords.Hasher.VerifyHashedPassword(Nobody, Nobody.PasswordHash!, password);
            return Refusal;
        }

        var result = await manager.CheckPasswordSignInAsync(person, password, lockoutOnFailure: true);
        if (!result.Succeeded || person.IsDisabled)
        {
            await NoteFailureAsync(person, result.IsLockedOut);
            return Refusal;
        }

        await BeginAsync(person, "password");
        return null;
    }

    /// <param name="credential">What the browser's authenticator answered, as JSON.</param>
    public async Task<string?> ByPasskeyAsync(string credential)
    {
        var result = await manager.PerformPasskeyAssertionAsync(credential);
        if (!result.Succeeded || result.User.IsDisabled)
        {
            return "This passkey is not known here, or it took too long: try again.";
        }

        await manager.UserManager.AddOrUpdatePasskeyAsync(result.User, result.Passkey);
        await BeginAsync(result.User, "passkey");
        return null;
    }

    /// <summary>Somebody whom the identity provider vouches for.</summary>
    public async Task<string?> ByProviderAsync(ProvidedIdentity identity)
    {
        var found = await access.SingleSignOn.AdmitAsync(identity, Caller.Address(Http), clock.GetCurrentInstant(), Http.RequestAborted);
        if (found is not AccessOutcome<Person>.Done { Value: var person })
        {
            return string.Join(' ', ((AccessOutcome<Person>.Refused)found).Reasons);
        }

        await BeginAsync(person, identity.Provider);
        return null;
    }

    /// <param name="way">How the person showed who they are.</param>
    public async Task BeginAsync(Person person, string way)
    {
        var wanted = new NewSession(person, way, Caller.Address(Http), Http.Request.Headers.UserAgent.ToString());
        var now = clock.GetCurrentInstant();
        var session = await access.Sessions.BeginAsync(wanted, now, Http.RequestAborted);
        var actor = await access.Sessions.ActorAsync(session, wanted.From, now, Http.RequestAborted);
        await Http.SignInAsync(AccessSchemes.Session, ActorClaims.Principal(actor!, AccessSchemes.Session, session));
    }

    private Task NoteFailureAsync(Person person, bool isLocked) =>
        access.Sessions.NoteFailureAsync(person, isLocked, Caller.Address(Http), clock.GetCurrentInstant(), Http.RequestAborted);

    private static Person NobodyWithPassword()
    {
        var nobody = new Person { FullName = "", CreatedAt = Instant.MinValue };
        nobody.PasswordHash = Passwords.Hasher.HashPassword(nobody, Guid.NewGuid().ToString());
        return nobody;
    }
}
