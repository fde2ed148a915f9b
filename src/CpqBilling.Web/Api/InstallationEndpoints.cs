using System.Globalization;
using CpqBilling.Engine.Application.Access;
using CpqBilling.Web.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using NodaTime;

namespace CpqBilling.Web.Api;

/// <summary>People, keys and the audit of the installation.</summary>
internal static class InstallationEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        var installation = api.MapGroup("")
            .WithTags("Installation")
            .RequireAuthorization(nameof(Permission.Install))
            .ProducesProblem(401)
            .ProducesProblem(403);
        ConnectionEndpoints.Map(installation);
        installation.MapGet("/people", PeopleAsync).WithSummary("Who may sign in.");
        installation.MapGet("/keys", KeysAsync).WithSummary("Keys for programs, without their text.");
        installation
            .MapPost("/keys", MakeKeyAsync)
            .Produces<ApiMadeKey>(201)
            .ProducesProblem(422)
            .WithSummary("Makes a key; its text is in the answer and nowhere else.");
        installation.MapDelete("/keys/{id}", EndKeyAsync).Produces(204).ProducesProblem(404).WithSummary("Ends a key at once.");
        installation
            .MapGet("/audit", AuditAsync)
            .Produces<ApiPage<ApiAuditEntry>>()
            .ProducesProblem(400)
            .WithSummary("What people, keys and commands changed, newest first; a part at a time.");
        installation.MapGet("/audit/verification", VerifyAsync).WithSummary("Where the audit is not what was written; empty when all holds.");
    }

    private static async Task<Ok<ApiPerson[]>> PeopleAsync(HttpContext http, InstallationAccess access, IClock clock) =>
        TypedResults.Ok<ApiPerson[]>([
            .. (await access.People.ListAsync(Actor(http), clock.GetCurrentInstant(), http.RequestAborted)).Select(ApiPerson.Of),
        ]);

    private static async Task<Ok<ApiKeyView[]>> KeysAsync(HttpContext http, InstallationAccess access) =>
        TypedResults.Ok<ApiKeyView[]>([.. (await access.Keys.ListAsync(http.RequestAborted)).Select(ApiKeyView.Of)]);

    private static async Task<IResult> MakeKeyAsync(ApiNewKey wanted, HttpContext http, InstallationAccess access, IClock clock)
    {
        var key = new NewApiKey(wanted.Org, wanted.Name, wanted.Scopes) { EndsAt = wanted.EndsAt };
        return await access.Keys.MakeAsync(Actor(http), key, clock.GetCurrentInstant(), http.RequestAborted) switch
        {
            AccessOutcome<string>.Done done => Results.Json(new ApiMadeKey(done.Value), statusCode: StatusCodes.Status201Created),
            AccessOutcome<string>.Refused refused => ApiProblem.Of(422, "The key is not made.", string.Join(' ', refused.Reasons)),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private static async Task<IResult> EndKeyAsync(string id, HttpContext http, InstallationAccess access, IClock clock) =>
        await access.Keys.RevokeAsync(Actor(http), id, clock.GetCurrentInstant(), http.RequestAborted)
            ? Results.NoContent()
            : ApiProblem.NotFound("No such key.", "There is none with this id in force.");

    private static async Task<IResult> AuditAsync(HttpContext http, InstallationAccess access, string? org, string? text, string? cursor)
    {
        long before = 0;
        if (cursor is not null && !long.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture, out before))
        {
            return ApiProblem.Of(400, "No such cursor.", "Send the value of next of the part before.");
        }

        var filter = new AuditFilter(org, text ?? "", cursor is null ? null : before);
        var entries = await access.Audit.ReadAsync(Actor(http), filter, http.RequestAborted);
        var next = entries.Length == AuditReader.PageSize ? entries[^1].Id.ToString(CultureInfo.InvariantCulture) : null;
        return Results.Ok(new ApiPage<ApiAuditEntry>([.. entries.Select(ApiAuditEntry.Of)], next));
    }

    private static async Task<Ok<ApiAuditFault[]>> VerifyAsync(HttpContext http, InstallationAccess access) =>
        TypedResults.Ok<ApiAuditFault[]>([
            .. (await access.Audit.VerifyAsync(Actor(http), http.RequestAborted)).Select(fault => new ApiAuditFault(
                fault.Chain,
                fault.Sequence,
                fault.What
            )),
        ]);

    private static Actor Actor(HttpContext http) => ActorClaims.Of(http.User)!;
}
