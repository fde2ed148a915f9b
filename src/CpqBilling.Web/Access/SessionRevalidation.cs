using System.Security.Claims;
using CpqBilling.Engine.Application.Access;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace CpqBilling.Web.Access;

/// <summary>Open pages ask every few seconds whether their person is still signed in with the same rights.</summary>
internal sealed class SessionRevalidation(ILoggerFactory logs, InstallationAccess access, IClock clock)
    : RevalidatingServerAuthenticationStateProvider(logs)
{
    protected override TimeSpan RevalidationInterval => TimeSpan.FromSeconds(10);

    protected override async Task<bool> ValidateAuthenticationStateAsync(AuthenticationState authenticationState, CancellationToken cancellationToken)
    {
        if (ActorClaims.Of(authenticationState.User) is not { } seen)
        {
            return false;
        }

        if (authenticationState.User.FindFirstValue(ActorClaims.Session) is not { } session)
        {
            return seen.Kind == ActorKind.Machine;
        }

        var now = await access.Sessions.ActorAsync(session, seen.From, clock.GetCurrentInstant(), cancellationToken);
        return now is not null && now.MayTheSame(seen);
    }
}
