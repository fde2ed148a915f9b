using CpqBilling.Core.Mapping;
using CpqBilling.Engine.Application.Access;
using CpqBilling.Engine.Application.Connections;
using CpqBilling.Engine.Application.Mappings;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace CpqBilling.Web.Api;

/// <summary>What can be found in an org, what can be mapped in it, and whether it can be reached.</summary>
internal static class LookingEndpoints
{
    public static void Map(RouteGroupBuilder org)
    {
        org.MapGet("/search", SearchAsync)
            .Needs(Permission.View)
            .WithSummary("Orders, runs and error codes by id, number, account, Stripe id or a part of them, as the search of the pages.");
        org.MapGet("/mapping", Catalogue).Needs(Permission.Administer).WithSummary("Which fields of which Stripe objects can be mapped.");
        org.MapGet("/mapping/fields", FieldsAsync)
            .Needs(Permission.Administer)
            .Produces<ApiOrgFields>()
            .ProducesProblem(422)
            .ProducesProblem(502)
            .WithSummary("The fields of a Salesforce object of this org, or of one that lookups lead to.");
        org.MapGet("/health", HealthAsync).Needs(Permission.View).WithSummary("Tries this org and its Stripe accounts now.");
    }

    private static async Task<Ok<ApiFound[]>> SearchAsync(OrgCall call, string q, CancellationToken cancellation) =>
        TypedResults.Ok<ApiFound[]>([.. (await call.Org.Search.FindAsync(q, cancellation)).Select(ApiFound.Of)]);

    private static Ok<ApiMappedObject[]> Catalogue(OrgCall call) =>
        TypedResults.Ok<ApiMappedObject[]>([.. MappingBook.Objects.Select(key => ApiMappedObject.Of(key, MappedObject.Roots[key]))]);

    /// <param name="lookups">Names of lookups from the object on, joined by dots; at most four.</param>
    private static async Task<IResult> FieldsAsync(OrgCall call, string @object, string? lookups, CancellationToken cancellation)
    {
        var steps = (lookups ?? "").Split('.', StringSplitOptions.RemoveEmptyEntries);
        if (!MappedObject.Roots.Values.Contains(@object) || steps.Length > OrgFields.Deepest)
        {
            return ApiProblem.Of(
                422,
                "No such object.",
                $"object is one of {string.Join(", ", MappedObject.Roots.Values.Distinct())}, with at most {OrgFields.Deepest} lookups."
            );
        }

        var level = await call.Org.Fields.ReadAsync(@object, null, [.. steps], cancellation);
        return level.Error is { } error ? ApiProblem.Of(error, StatusCodes.Status502BadGateway) : Results.Ok(ApiOrgFields.Of(level));
    }

    private static async Task<Ok<ApiCheck[]>> HealthAsync(OrgCall call, ConnectionBook connections, CancellationToken cancellation)
    {
        var checks = new List<ApiCheck>();
        await foreach (var finding in connections.CheckAsync(call.Org.Face.Id, cancellation))
        {
            checks.Add(ApiCheck.Of(finding));
        }

        return TypedResults.Ok<ApiCheck[]>([.. checks]);
    }
}
