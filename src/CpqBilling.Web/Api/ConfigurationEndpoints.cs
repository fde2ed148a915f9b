using System.Globalization;
using System.Text.Json;
using CpqBilling.Engine.Application.Access;
using CpqBilling.Engine.Application.Drafts;
using CpqBilling.Engine.Configurations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace CpqBilling.Web.Api;

/// <summary>Settings and mappings: read, looked ahead with, changed. A change names the version it was made on (<c>If-Match</c>).</summary>
internal static class ConfigurationEndpoints
{
    private const int LongestReason = 500;
    private static readonly JsonElement Empty = JsonSerializer.SerializeToElement(new { });

    public static void Map(RouteGroupBuilder org)
    {
        org.MapGet("/configuration", ReadAsync)
            .Needs(Permission.Administer)
            .Produces<ApiConfiguration>()
            .WithSummary("Settings and mappings in force; their version stands in ETag.");
        org.MapPut("/configuration", ApplyAsync)
            .Needs(Permission.Administer)
            .Produces<ApiConfiguration>()
            .ProducesProblem(412)
            .ProducesProblem(422)
            .ProducesProblem(428)
            .WithSummary("Makes the next version. If-Match says on which version it was made; a reason goes to the audit.");
        org.MapPost("/configuration/impact", ImpactAsync)
            .Needs(Permission.Administer)
            .Produces<ApiImpact>()
            .ProducesProblem(422)
            .WithSummary("How every contract would bill with it. Nothing is changed and nothing sent to Stripe.");
        org.MapGet("/configuration/versions", VersionsAsync)
            .Needs(Permission.Administer)
            .WithSummary("Earlier versions, newest first: who changed what.");
    }

    private static async Task<IResult> ReadAsync(OrgCall call, HttpContext http, CancellationToken cancellation)
    {
        var current = await call.Org.Configurations.CurrentAsync(cancellation);
        var version = current?.Version ?? 0;
        http.Response.Headers.ETag = Tag(version);
        return Results.Ok(new ApiConfiguration(version, current?.Json ?? Empty));
    }

    private static async Task<IResult> ApplyAsync(ApiNewConfiguration wanted, OrgCall call, HttpContext http, CancellationToken cancellation)
    {
        var expected = http.Request.Headers.IfMatch.ToString();
        if (expected.Length == 0)
        {
            return ApiProblem.Of(
                StatusCodes.Status428PreconditionRequired,
                "Which version?",
                "Send If-Match with the ETag of the configuration you read."
            );
        }

        if (Refusal(wanted, needsReason: true) is { } refusal)
        {
            return refusal;
        }

        var draft = await call.Org.Configurations.ImportAsync(wanted.Configuration.GetRawText(), cancellation);
        if (Tag(draft.BasedOn) != expected)
        {
            return Stale(draft.BasedOn);
        }

        switch (await call.Org.Configurations.ApplyAsync(draft, new ChangeReason(call.Actor, wanted.Reason!.Trim()), cancellation))
        {
            case ConfigurationSaved saved:
                http.Response.Headers.ETag = Tag(saved.Version);
                return Results.Ok(new ApiConfiguration(saved.Version, wanted.Configuration));
            case ConfigurationStale stale:
                return Stale(stale.Current);
            case ConfigurationRefused refused:
                return ApiProblem.Of(refused.Errors[0], StatusCodes.Status422UnprocessableEntity);
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private static async Task<IResult> ImpactAsync(ApiNewConfiguration wanted, OrgCall call, CancellationToken cancellation)
    {
        if (Refusal(wanted, needsReason: false) is { } refusal)
        {
            return refusal;
        }

        var draft = await call.Org.Configurations.ImportAsync(wanted.Configuration.GetRawText(), cancellation);
        return await call.Org.Configurations.ImpactAsync(draft, null, cancellation) switch
        {
            ImpactOutcome.Told told => Results.Ok(ApiImpact.Of(told)),
            ImpactOutcome.Refused refused => ApiProblem.Of(refused.Errors[0], StatusCodes.Status422UnprocessableEntity),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private static async Task<Ok<ApiVersion[]>> VersionsAsync(OrgCall call, CancellationToken cancellation) =>
        TypedResults.Ok<ApiVersion[]>([.. (await call.Org.Configurations.VersionsAsync(cancellation)).Select(ApiVersion.Of)]);

    private static IResult? Refusal(ApiNewConfiguration wanted, bool needsReason) =>
        wanted.Configuration.ValueKind != JsonValueKind.Object
            ? ApiProblem.Of(
                StatusCodes.Status422UnprocessableEntity,
                "No configuration.",
                "configuration is an object, as cpqbilling config export writes it."
            )
        : needsReason && (wanted.Reason?.Trim().Length ?? 0) is 0 or > LongestReason
            ? ApiProblem.Of(StatusCodes.Status422UnprocessableEntity, "No reason.", $"reason says why, in at most {LongestReason} characters.")
        : null;

    private static IResult Stale(int current) =>
        ApiProblem.Of(
            StatusCodes.Status412PreconditionFailed,
            "Somebody was faster.",
            $"Version {current} is in force: read it and make the change on it."
        );

    private static string Tag(int version) => string.Create(CultureInfo.InvariantCulture, $"\"{version}\"");
}
