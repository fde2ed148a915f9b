using CpqBilling.Engine.Application.Access;
using CpqBilling.Engine.Application.Backfilling;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using NodaTime;
using NodaTime.Text;

namespace CpqBilling.Web.Api;

/// <summary>Orders that were activated before the service looked.</summary>
internal static class BackfillEndpoints
{
    public static void Map(RouteGroupBuilder org)
    {
        org.MapGet("/backfill", EstimateAsync)
            .Needs(Permission.Operate)
            .Produces<ApiBackfill>()
            .ProducesProblem(400)
            .ProducesProblem(502)
            .WithSummary("What a backfill would look at, and how far one is. Nothing is asked for.");
        org.MapPost("/backfill", RunAsync)
            .Needs(Permission.Operate)
            .Produces<ApiRetried>(202)
            .ProducesProblem(502)
            .WithSummary("Asks for a look at every activated order of that time that is not known yet; asking again asks for what is left.");
        org.MapDelete("/backfill", StopAsync)
            .Needs(Permission.Operate)
            .Produces<ApiStopped>()
            .WithSummary("Takes out of the queue what has not begun.");
    }

    private static async Task<IResult> EstimateAsync(OrgCall call, string? from, string? to, CancellationToken cancellation)
    {
        if (!Reads(from, out var first) || !Reads(to, out var last))
        {
            return ApiProblem.Of(400, "No date.", "from and to are dates as 2026-11-30.");
        }

        var waiting = await call.Org.Backfill.WaitingAsync(cancellation);
        return await call.Org.Backfill.EstimateAsync(new BackfillRange(first, last), cancellation) switch
        {
            BackfillEstimate.Counted counted => Results.Ok(new ApiBackfill(counted.Orders, counted.Known, counted.SalesforceCalls, waiting)),
            BackfillEstimate.Refused refused => ApiProblem.Of(refused.Error, StatusCodes.Status502BadGateway),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private static async Task<IResult> RunAsync(BackfillAsked asked, OrgCall call, CancellationToken cancellation) =>
        await call.Org.Backfill.RunAsync(new BackfillRange(asked.From, asked.To), call.Actor, null, cancellation) switch
        {
            BackfillOutcome.Asked done => Results.Json(new ApiRetried(done.Orders), statusCode: StatusCodes.Status202Accepted),
            BackfillOutcome.Refused refused => ApiProblem.Of(refused.Error, StatusCodes.Status502BadGateway),
            _ => throw new System.Diagnostics.UnreachableException(),
        };

    private static async Task<IResult> StopAsync(OrgCall call, CancellationToken cancellation) =>
        Results.Ok(new ApiStopped(await call.Org.Backfill.StopAsync(call.Actor, cancellation)));

    private static bool Reads(string? text, out LocalDate? date)
    {
        date = null;
        if (text is not null && LocalDatePattern.Iso.Parse(text).TryGetValue(default, out var day))
        {
            date = day;
        }

        return text is null || date is not null;
    }
}
