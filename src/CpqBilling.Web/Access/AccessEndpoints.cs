using System.Security.Claims;
using CpqBilling.Engine.Application.Access;
using CpqBilling.Storage.Rows.People;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace CpqBilling.Web.Access;

/// <summary>What the pages of sign-in and account post: a cookie can only be set by an answer. Every one needs the page's antiforgery token.</summary>
internal static class AccessEndpoints
{
    private const int LongestName = 60;

    public static void MapAccess(this IEndpointRouteBuilder routes)
    {
        var access = routes.MapGroup("/access").ExcludeFromDescription().AddEndpointFilter(CheckTokenAsync);
        access.MapPost("/sign-out", SignOutAsync);
        access.MapPost("/passkeys/question", QuestionAsync).AllowAnonymous();
        access.MapPost("/passkeys/offer", OfferAsync);
        access.MapPost("/passkeys", AddPasskeyAsync);
        // Leads to the provider, which a form of ours could not under our policy; the answer is tied to this browser by a cookie.
        routes.MapGet(SingleSignOnSetup.Begin, SignOn).AllowAnonymous().ExcludeFromDescription();
    }

    private static IResult SignOn(SingleSignOnChoice choice, string? back) =>
        choice.Provider is null
            ? Results.NotFound()
            : Results.Challenge(new AuthenticationProperties { RedirectUri = LocalAddress.Of(back) }, [AccessSchemes.SingleSignOn]);

    /// <summary>The framework refuses by itself only where it reads a form.</summary>
    private static async ValueTask<object?> CheckTokenAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var antiforgery = context.HttpContext.RequestServices.GetRequiredService<IAntiforgery>();
        return await antiforgery.IsRequestValidAsync(context.HttpContext)
            ? await next(context)
            : Results.Problem(title: "This form is out of date", detail: "Load the page again.", statusCode: StatusCodes.Status400BadRequest);
    }

    private static async Task<IResult> SignOutAsync(HttpContext http, InstallationAccess access, IClock clock)
    {
        if (ActorClaims.Of(http.User) is { } actor && http.User.FindFirstValue(ActorClaims.Session) is { } session)
        {
            await access.Sessions.EndAsync(actor, session, clock.GetCurrentInstant(), http.RequestAborted);
        }

        await http.SignOutAsync(AccessSchemes.Session);
        // What the browser keeps of our pages goes too.
        http.Response.Headers["Clear-Site-Data"] = "\"cache\"";
        return Results.LocalRedirect("~/sign-in?out=1");
    }

    /// <summary>What an authenticator is asked to sign when somebody signs in.</summary>
    private static async Task<IResult> QuestionAsync(SignInManager<Person> manager) =>
        Results.Content(await manager.MakePasskeyRequestOptionsAsync(null), "application/json");

    /// <summary>What an authenticator is asked to make for the account of the person.</summary>
    private static async Task<IResult> OfferAsync(HttpContext http, SignInManager<Person> manager)
    {
        if (await PersonAsync(http, manager) is not { } person)
        {
            return Results.Forbid();
        }

        var entity = new PasskeyUserEntity
        {
            Id = person.Id,
            Name = person.UserName!,
            DisplayName = person.FullName,
        };
        return Results.Content(await manager.MakePasskeyCreationOptionsAsync(entity), "application/json");
    }

    private static async Task<IResult> AddPasskeyAsync(HttpContext http, SignInManager<Person> manager, InstallationAccess access, IClock clock)
    {
        if (await PersonAsync(http, manager) is not { } person)
        {
            return Results.Forbid();
        }

        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var made = await manager.PerformPasskeyAttestationAsync(form["credential"].ToString());
        if (!made.Succeeded)
        {
            return Results.LocalRedirect("~/account?passkey=refused");
        }

        made.Passkey.Name = form["name"].ToString().Trim() is { Length: > 0 and <= LongestName } given ? given : "Passkey";
        var added = await manager.UserManager.AddOrUpdatePasskeyAsync(person, made.Passkey);
        await access.People.NotePasskeyAsync(
            ActorClaims.Of(http.User)!,
            $"passkey {made.Passkey.Name} added",
            clock.GetCurrentInstant(),
            http.RequestAborted
        );
        return Results.LocalRedirect(added.Succeeded ? "~/account?passkey=added" : "~/account?passkey=refused");
    }

    private static async Task<Person?> PersonAsync(HttpContext http, SignInManager<Person> manager) =>
        http.User.FindFirstValue(ActorClaims.Session) is not null && http.User.FindFirstValue(ClaimTypes.NameIdentifier) is { } id
            ? await manager.UserManager.FindByIdAsync(id)
            : null;
}
