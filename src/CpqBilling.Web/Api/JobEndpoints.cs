using CpqBilling.Engine.Application.Access;
using CpqBilling.Engine.Application.Queue;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CpqBilling.Web.Api;

/// <summary>The queue of an org.</summary>
internal static class JobEndpoints
{
    public static void Map(RouteGroupBuilder org)
    {
        org.MapGet("/jobs", ListAsync)
            .Needs(Permission.View)
            .Produces<ApiPage<ApiJob>>()
            .ProducesProblem(400)
            .WithSummary("Contracts that are worked on, due, tried again, waiting for a date or for somebody; most urgent first, a part at a time.");
        org.MapPost("/jobs/{family}/retry", RetryAsync)
            .Needs(Permission.Operate)
            .Produces<ApiQueued>(202)
            .ProducesProblem(404)
            .WithSummary("Lets a job run now, whatever it waits for.");
        org.MapDelete("/jobs/{family}", WithdrawAsync)
            .Needs(Permission.Operate)
            .Produces(204)
            .ProducesProblem(404)
            .ProducesProblem(409)
            .WithSummary("Takes back what a backfill asked for and nobody began.");
    }

    private static async Task<IResult> ListAsync(OrgCall call, int? limit, string? cursor, CancellationToken cancellation)
    {
        if (!ApiCursor.Reads(cursor, out var skip))
        {
            return ApiCursor.Unknown;
        }

        var size = ApiPage<ApiJob>.Size(limit);
        var jobs = await call.Org.Jobs.ReadAsync(skip, size + 1, cancellation);
        return Results.Ok(new ApiPage<ApiJob>([.. jobs.Take(size).Select(ApiJob.Of)], jobs.Length > size ? ApiCursor.Of(skip + size) : null));
    }

    private static async Task<IResult> RetryAsync(OrgCall call, string family, CancellationToken cancellation) =>
        await call.Org.Jobs.RetryAsync(call.Actor, family, cancellation)
            ? Results.Json(new ApiQueued("queued"), statusCode: StatusCodes.Status202Accepted)
            : Unknown;

    private static async Task<IResult> WithdrawAsync(OrgCall call, string family, CancellationToken cancellation) =>
        await call.Org.Jobs.WithdrawAsync(call.Actor, family, cancellation) switch
        {
            JobWithdrawal.Done => Results.NoContent(),
            JobWithdrawal.Unknown => Unknown,
            _ => ApiProblem.Of(
                StatusCodes.Status409Conflict,
                "This job must be done.",
                "It was begun, or its order was activated or asked for: only what a backfill put into the queue can be taken back."
            ),
        };

    private static IResult Unknown => ApiProblem.NotFound("No such job.", "Nothing of this family is in the queue.");
}
