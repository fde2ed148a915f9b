using CpqBilling.Engine.Application;
using CpqBilling.Engine.Application.Access;
using CpqBilling.Web.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace CpqBilling.Web.Api;

/// <summary><c>/api/v1</c>: everything the pages do, for programs with a key.</summary>
internal static class ApiEndpoints
{
    public static void MapApi(this WebApplication application)
    {
        application.Use(OrgCallMiddleware.CheckAsync);
        application.Use(IdempotencyMiddleware.AnswerAsync);
        var api = application.MapGroup("/api/v1").DisableAntiforgery();
        api.MapGet("/orgs", OrgsAsync).WithTags("Orgs").WithSummary("The orgs that the key opens.");
        var org = api.MapGroup("/orgs/{org}").WithTags("Orgs").ProducesProblem(401).ProducesProblem(403).ProducesProblem(404);
        OrderEndpoints.Map(org);
        WorkEndpoints.Map(org);
        JobEndpoints.Map(org);
        AlertEndpoints.Map(org);
        DestinationEndpoints.Map(org);
        LookingEndpoints.Map(org);
        ForecastEndpoints.Map(org);
        ConfigurationEndpoints.Map(org);
        ReconcileEndpoints.Map(org);
        BackfillEndpoints.Map(org);
        InstallationEndpoints.Map(api);
        application.MapOpenApi("/openapi/{documentName}.json").AllowAnonymous();
        ApiReading.Map(application);
        // Whatever else is below answers as the API does, not with a page.
        application
            .Map("/api/{**path}", () => ApiProblem.NotFound("No such address.", "/openapi/v1.json lists them all."))
            .ExcludeFromDescription()
            .DisableAntiforgery();
    }

    /// <summary>Says what a caller must be allowed in the org of the address.</summary>
    public static RouteHandlerBuilder Needs(this RouteHandlerBuilder builder, Permission permission) =>
        builder.WithMetadata(new PermissionNeeded(permission));

    private static async Task<Ok<ApiOrg[]>> OrgsAsync(HttpContext http, IOrgApplications orgs)
    {
        var actor = ActorClaims.Of(http.User)!;
        var faces = await orgs.ListAsync(http.RequestAborted);
        return TypedResults.Ok<ApiOrg[]>([
            .. faces
                .Where(face => actor.May(Permission.View, face.Id))
                .Select(face => new ApiOrg(face.Id, face.Name, face.Salesforce, face.StripeAccount, face.IsLive)),
        ]);
    }
}
