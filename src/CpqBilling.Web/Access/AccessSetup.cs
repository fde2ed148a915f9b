using CpqBilling.Engine.Application.Access;
using CpqBilling.Engine.Installations;
using CpqBilling.Storage;
using CpqBilling.Storage.Rows.People;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace CpqBilling.Web.Access;

/// <summary>Who is asking, and what they may do, before anything is answered.</summary>
internal static class AccessSetup
{
    private const int TriesBeforeLock = 5;
    private static readonly TimeSpan LockLife = TimeSpan.FromMinutes(15);

    /// <param name="letsGuestsIn">Whoever sits at this machine needs not sign in: the demo.</param>
    /// <param name="provider">Where people may sign in instead of here; null where nowhere else.</param>
    public static void AddAccess(this IServiceCollection services, Installation installation, bool letsGuestsIn, SingleSignOnProvider? provider)
    {
        services.AddSingleton(new InstallationAccess(installation));
        services.AddSingleton<IClock>(NodaTime.SystemClock.Instance);
        services.AddScoped<SessionEvents>();
        services.AddScoped<SignInDesk>();
        services.AddSingleton(new SingleSignOnChoice(provider));
        AddSchemes(services, letsGuestsIn, provider);
        AddIdentity(services);
        services.AddAuthorization(Permit);
        services.AddCascadingAuthenticationState();
        services.AddScoped<AuthenticationStateProvider, SessionRevalidation>();
        services.AddRateLimiter(RateLimits.Configure);
        services.AddAntiforgery(options => options.Cookie = new HostCookie("antiforgery", SameSiteMode.Strict));
    }

    private static void AddSchemes(IServiceCollection services, bool letsGuestsIn, SingleSignOnProvider? provider)
    {
        var schemes = services
            .AddAuthentication(AccessSchemes.Any)
            .AddPolicyScheme(AccessSchemes.Any, null, options => options.ForwardDefaultSelector = http => Chosen(http, letsGuestsIn))
            .AddCookie(
                AccessSchemes.Session,
                options =>
                {
                    options.Cookie = new HostCookie("session", SameSiteMode.Lax);
                    options.LoginPath = "/sign-in";
                    options.ReturnUrlParameter = "back";
                    options.ExpireTimeSpan = Sessions.MostAge.ToTimeSpan();
                    options.EventsType = typeof(SessionEvents);
                }
            )
            .AddCookie(IdentityConstants.TwoFactorUserIdScheme, options => Brief(options, "passkey"))
            .AddScheme<AuthenticationSchemeOptions, KeyHandler>(AccessSchemes.Key, null)
            .AddScheme<AuthenticationSchemeOptions, GuestHandler>(AccessSchemes.Guest, null);
        if (provider is not null)
        {
            schemes.AddOpenIdConnect(AccessSchemes.SingleSignOn, options => SingleSignOnSetup.Configure(options, provider));
        }
    }

    private static string Chosen(HttpContext http, bool letsGuestsIn) =>
        http.Request.Path.StartsWithSegments("/api") ? AccessSchemes.Key
        : letsGuestsIn ? AccessSchemes.Guest
        : AccessSchemes.Session;

    /// <summary>Remembers a question to an authenticator until it is answered.</summary>
    private static void Brief(CookieAuthenticationOptions options, string name)
    {
        options.Cookie = new HostCookie(name, SameSiteMode.Strict);
        options.ExpireTimeSpan = TimeSpan.FromMinutes(5);
    }

    private static void AddIdentity(IServiceCollection services)
    {
        services
            .AddIdentityCore<Person>(options =>
            {
                options.Lockout.MaxFailedAccessAttempts = TriesBeforeLock;
                options.Lockout.DefaultLockoutTimeSpan = LockLife;
                options.Stores.SchemaVersion = IdentitySchemaVersions.Version3;
            })
            .AddEntityFrameworkStores<BillingDb>()
            .AddSignInManager();
        services.AddSingleton(Passwords.Hasher);
        services.Configure<IdentityPasskeyOptions>(options =>
        {
            options.UserVerificationRequirement = "required";
            options.ResidentKeyRequirement = "required";
        });
    }

    /// <summary>Everything needs somebody who is signed in, unless it says otherwise; one policy for each permission.</summary>
    private static void Permit(AuthorizationOptions options)
    {
        options.FallbackPolicy = options.DefaultPolicy;
        foreach (var permission in Enum.GetValues<Permission>())
        {
            options.AddPolicy(
                permission.ToString(),
                policy => policy.RequireAssertion(context => ActorClaims.Of(context.User)?.May(permission, null) == true)
            );
        }
    }
}
