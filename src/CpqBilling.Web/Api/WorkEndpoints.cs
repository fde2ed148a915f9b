using CpqBilling.Engine.Application.Access;
using CpqBilling.Engine.Application.Runs;
using CpqBilling.Storage.Rows;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace CpqBilling.Web.Api;

/// <summary>What holds money back, and what was done.</summary>
internal static class WorkEndpoints
{
    public static void Map(RouteGroupBuilder org)
    {
        org.MapGet("/issues", IssuesAsync).Needs(Permission.View).WithSummary("What holds money back, grouped by cause.");
        org.MapPost("/issues/{code}/retry", RetryAsync)
            .Needs(Permission.Operate)
            .Produces<ApiRetried>(202)
            .ProducesProblem(404)
            .WithSummary("Asks for a sync of every order that an error code stops.");
        org.MapGet("/runs", RunsAsync)
            .Needs(Permission.View)
            .Produces<ApiPage<ApiRun>>()
            .ProducesProblem(400)
            .WithSummary("Runs, newest first; a part at a time.");
        org.MapGet("/runs/{id}", RunAsync)
            .Needs(Permission.View)
            .Produces<ApiRun>()
            .ProducesProblem(404)
            .WithSummary("One run with every request it made.");
    }

    private static async Task<Ok<ApiIssue[]>> IssuesAsync(OrgCall call, CancellationToken cancellation) =>
        TypedResults.Ok<ApiIssue[]>([.. (await call.Org.Issues.ReadAsync(cancellation)).Select(ApiIssue.Of)]);

    private static async Task<IResult> RetryAsync(OrgCall call, string code, CancellationToken cancellation)
    {
        var orders = (await call.Org.Issues.ReadAsync(cancellation)).Where(issue => issue.Code == code).SelectMany(issue => issue.Orders).ToList();
        if (orders.Count == 0)
        {
            return ApiProblem.NotFound("No such issue.", $"No order is stopped by {code}.");
        }

        foreach (var order in orders)
        {
            await call.Org.EnqueueAsync(order.Order.OrderId, call.Actor, cancellation);
        }

        return Results.Json(new ApiRetried(orders.Count), statusCode: StatusCodes.Status202Accepted);
    }

    private static async Task<IResult> RunsAsync(OrgCall call, [AsParameters] RunsAsked asked, CancellationToken cancellation)
    {
        RunOutcome? wanted = null;
        if (asked.Outcome is { } outcome)
        {
            if (!Enum.TryParse<RunOutcome>(outcome, ignoreCase: true, out var known))
            {
                return ApiProblem.Of(
                    400,
                    "No such outcome.",
                    $"outcome is one of {string.Join(", ", Enum.GetNames<RunOutcome>()).ToLowerInvariant()}."
                );
            }

            wanted = known;
        }

        if (!ApiCursor.Reads(asked.Cursor, out var skip))
        {
            return ApiCursor.Unknown;
        }

        var size = ApiPage<ApiRun>.Size(asked.Limit);
        var page = await call.Org.Runs.ReadAsync(new RunFilter(wanted, asked.Reason), skip, size, cancellation);
        var end = skip + page.Runs.Length;
        return Results.Ok(new ApiPage<ApiRun>([.. page.Runs.Select(run => ApiRun.Of(run.Run))], end < page.Total ? ApiCursor.Of(end) : null));
    }

    private static async Task<IResult> RunAsync(OrgCall call, string id, CancellationToken cancellation) =>
        await call.Org.Runs.FindAsync(id, cancellation) is { } run
            ? Results.Ok(ApiRun.Of(run))
            : ApiProblem.NotFound("No such run.", "This org has none with this id.");
}
