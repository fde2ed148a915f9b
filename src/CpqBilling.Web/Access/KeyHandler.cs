using System.Text.Encodings.Web;
using CpqBilling.Engine.Application.Access;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using NodaTime;

namespace CpqBilling.Web.Access;

/// <summary>Programs send a key as bearer token.</summary>
internal sealed class KeyHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory logs,
    UrlEncoder encoder,
    InstallationAccess access,
    IClock clock
) : AuthenticationHandler<AuthenticationSchemeOptions>(options, logs, encoder)
{
    private const string Bearer = "Bearer ";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization.ToString();
        if (!header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase))
        {
            return AuthenticateResult.NoResult();
        }

        if (await access.Keys.FindAsync(header[Bearer.Length..].Trim(), clock.GetCurrentInstant(), Context.RequestAborted) is not { } key)
        {
            return AuthenticateResult.Fail("The key is not known.");
        }

        var principal = ActorClaims.Principal(
            KeyScopes.Actor(key, Caller.Address(Context)),
            Scheme.Name,
            scopes: key.Scopes.Split(' ').Select(scope => key.OrgId is { } org ? $"{scope} {org}" : scope)
        );
        return AuthenticateResult.Success(new AuthenticationTicket(principal, Scheme.Name));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = "Bearer";
        return WriteAsync(
            StatusCodes.Status401Unauthorized,
            "The key is missing or not known.",
            "Send a key as bearer token; they are made on the page Keys."
        );
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) =>
        WriteAsync(
            StatusCodes.Status403Forbidden,
            "The key may not do this.",
            "Its scopes or its org do not include it; make another on the page Keys."
        );

    private Task WriteAsync(int status, string title, string detail) =>
        Results.Problem(title: title, detail: detail, statusCode: status).ExecuteAsync(Context);
}
