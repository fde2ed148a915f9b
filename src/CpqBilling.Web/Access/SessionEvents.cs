using System.Security.Claims;
using CpqBilling.Engine.Application.Access;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;
using NodaTime;

namespace CpqBilling.Web.Access;

/// <summary>With every request the session is looked up: what the cookie said when it was made no longer counts.</summary>
internal sealed class SessionEvents(InstallationAccess access, IClock clock) : CookieAuthenticationEvents
{
    public override async Task ValidatePrincipal(CookieValidatePrincipalContext context)
    {
        var http = context.HttpContext;
        var session = context.Principal?.FindFirstValue(ActorClaims.Session);
        var actor = session is null
            ? null
            : await access.Sessions.ActorAsync(session, Caller.Address(http), clock.GetCurrentInstant(), http.RequestAborted);
        if (actor is null)
        {
            context.RejectPrincipal();
            await http.SignOutAsync(AccessSchemes.Session);
            return;
        }

        context.ReplacePrincipal(ActorClaims.Principal(actor, AccessSchemes.Session, session));
    }

    /// <summary>A page that a role may not see says so at its own address.</summary>
    public override Task RedirectToAccessDenied(RedirectContext<CookieAuthenticationOptions> context)
    {
        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        return Task.CompletedTask;
    }
}
