using System.Security.Claims;
using CpqBilling.Engine.Application.Access;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace CpqBilling.Web.Access;

/// <summary>Signing in at an identity provider: the code flow with PKCE. What comes back makes a session of ours, as every other way does.</summary>
internal static partial class SingleSignOnSetup
{
    public const string Begin = "/access/single-sign-on";
    private const string Callback = "/access/single-sign-on/back";
    private const string NotAdmitted = "not-admitted";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);

    public static void Configure(OpenIdConnectOptions options, SingleSignOnProvider provider)
    {
        options.Authority = provider.Authority.ToString();
        options.RequireHttpsMetadata = !provider.Authority.IsLoopback;
        (options.ClientId, options.ClientSecret) = (provider.ClientId, provider.ClientSecret);
        options.ResponseType = OpenIdConnectResponseType.Code;
        options.ResponseMode = OpenIdConnectResponseMode.Query;
        options.UsePkce = true;
        options.CallbackPath = Callback;
        options.SignInScheme = AccessSchemes.Session;
        options.MapInboundClaims = false;
        options.SaveTokens = false;
        options.Scope.Clear();
        foreach (var scope in (string[])["openid", "profile", "email"])
        {
            options.Scope.Add(scope);
        }

        options.CorrelationCookie = new HostCookie("correlation-", SameSiteMode.Lax) { Expiration = Patience };
        options.NonceCookie = new HostCookie("nonce-", SameSiteMode.Lax) { Expiration = Patience };
        options.Events.OnTicketReceived = context => AdmitAsync(context, provider);
        options.Events.OnRemoteFailure = FailAsync;
    }

    /// <summary>What the sign-in page says to somebody who comes back without being let in.</summary>
    /// <param name="why">As it stands in the address.</param>
    public static string RefusalOf(string why) =>
        why == NotAdmitted
            ? "You are known there, and not let in here: an installation administrator gives you a role there, or invites you here. The audit says why."
            : "Signing in there did not work, or it took too long: try again.";

    private static async Task AdmitAsync(TicketReceivedContext context, SingleSignOnProvider provider)
    {
        var refusal = await context
            .HttpContext.RequestServices.GetRequiredService<SignInDesk>()
            .ByProviderAsync(Identity(context.Principal!, provider));
        context.Response.Redirect(refusal is null ? LocalAddress.Of(context.ReturnUri) : $"/sign-in?refused={NotAdmitted}");
        context.HandleResponse();
    }

    private static Task FailAsync(RemoteFailureContext context)
    {
        var log = context.HttpContext.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger("CpqBilling.Web.Access.SingleSignOn");
        LogFailed(log, context.Failure?.GetType().Name ?? "unknown");
        context.Response.Redirect("/sign-in?refused=failed");
        context.HandleResponse();
        return Task.CompletedTask;
    }

    private static ProvidedIdentity Identity(ClaimsPrincipal principal, SingleSignOnProvider provider)
    {
        var subject = principal.FindFirst("sub")!;
        var email = principal.FindFirstValue("email") ?? "";
        return new ProvidedIdentity(
            provider.Name,
            subject.Issuer,
            subject.Value,
            email,
            principal.FindFirstValue("name") is { Length: > 0 } name ? name : email
        )
        {
            IsEmailVerified = principal.FindFirstValue("email_verified") is "true" or "True",
            Grants = provider.GrantsOf([.. principal.FindAll(provider.RoleClaim).Select(claim => claim.Value)]),
        };
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Single sign-on failed: {Kind}")]
    private static partial void LogFailed(ILogger log, string kind);
}
