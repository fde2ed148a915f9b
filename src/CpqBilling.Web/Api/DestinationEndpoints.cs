using CpqBilling.Engine.Application.Access;
using CpqBilling.Engine.Application.Alerts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace CpqBilling.Web.Api;

/// <summary>Where an org's news and alerts are sent, and what became of each.</summary>
internal static class DestinationEndpoints
{
    public static void Map(RouteGroupBuilder org)
    {
        org.MapGet("/destinations", ListAsync).Needs(Permission.Administer).WithSummary("Where news and alerts are sent, without secrets.");
        org.MapPost("/destinations", MakeAsync)
            .Needs(Permission.Administer)
            .Produces<ApiMadeDestination>(201)
            .ProducesProblem(422)
            .WithSummary("Makes a destination. The secret that signs a webhook is in the answer and nowhere else.");
        org.MapPut("/destinations/{id}/enabled", EnableAsync)
            .Needs(Permission.Administer)
            .Produces(204)
            .ProducesProblem(404)
            .WithSummary("Switches it off, or on again: what waited meanwhile is sent then.");
        org.MapPost("/destinations/{id}/secret", RenewAsync)
            .Needs(Permission.Administer)
            .Produces<ApiMadeDestination>()
            .ProducesProblem(404)
            .WithSummary("Makes another secret for a webhook; what is sent from now on is signed with it.");
        org.MapPost("/destinations/{id}/test", TryAsync)
            .Needs(Permission.Administer)
            .Produces<ApiTried>(202)
            .ProducesProblem(404)
            .WithSummary("Sends something now; its delivery tells what came of it.");
        org.MapDelete("/destinations/{id}", RemoveAsync)
            .Needs(Permission.Administer)
            .Produces(204)
            .ProducesProblem(404)
            .WithSummary("Takes it away, with its deliveries.");
        org.MapGet("/destinations/{id}/deliveries", DeliveriesAsync)
            .Needs(Permission.Administer)
            .WithSummary("What was sent there within a month, newest first; a part at a time.");
        org.MapPost("/deliveries/{id}/redeliver", SendAgainAsync)
            .Needs(Permission.Operate)
            .Produces<ApiQueued>(202)
            .ProducesProblem(404)
            .WithSummary("Sends a delivery once more, whatever became of it.");
    }

    private static async Task<Ok<ApiDestination[]>> ListAsync(OrgCall call, DestinationBook book, CancellationToken cancellation) =>
        TypedResults.Ok<ApiDestination[]>([.. (await book.ListAsync(call.Org.Face.Id, cancellation)).Select(ApiDestination.Of)]);

    private static async Task<IResult> MakeAsync(ApiNewDestination wanted, OrgCall call, DestinationBook book, CancellationToken cancellation)
    {
        var made = await book.MakeAsync(call.Actor, call.Org.Face.Id, wanted.Wanted, cancellation);
        return made switch
        {
            AccessOutcome<MadeDestination>.Done { Value: var done } => Results.Json(
                new ApiMadeDestination(done.Id, done.Secret),
                statusCode: StatusCodes.Status201Created
            ),
            AccessOutcome<MadeDestination>.Refused refused => ApiProblem.Of(422, "The destination is not made.", string.Join(' ', refused.Reasons)),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private static async Task<IResult> EnableAsync(
        ApiEnabled wanted,
        string id,
        OrgCall call,
        DestinationBook book,
        CancellationToken cancellation
    ) => await book.SetEnabledAsync(call.Actor, Of(call, id), wanted.IsEnabled, cancellation) ? Results.NoContent() : Unknown;

    private static async Task<IResult> RenewAsync(string id, OrgCall call, DestinationBook book, CancellationToken cancellation) =>
        await book.RenewSecretAsync(call.Actor, Of(call, id), cancellation) is { } secret ? Results.Ok(new ApiMadeDestination(id, secret)) : Unknown;

    private static async Task<IResult> TryAsync(string id, OrgCall call, DestinationBook book, CancellationToken cancellation) =>
        await book.TryAsync(call.Actor, Of(call, id), cancellation) is { } delivery
            ? Results.Json(new ApiTried(delivery), statusCode: StatusCodes.Status202Accepted)
            : Unknown;

    private static async Task<IResult> RemoveAsync(string id, OrgCall call, DestinationBook book, CancellationToken cancellation) =>
        await book.RemoveAsync(call.Actor, Of(call, id), cancellation) ? Results.NoContent() : Unknown;

    private static async Task<Ok<ApiPage<ApiDelivery>>> DeliveriesAsync(
        [AsParameters] DeliveriesAsked asked,
        OrgCall call,
        DestinationBook book,
        CancellationToken cancellation
    )
    {
        var size = ApiPage<ApiDelivery>.Size(asked.Limit);
        var rows = await book.DeliveriesAsync(call.Org.Face.Id, asked.Id, asked.Cursor, size + 1, cancellation);
        return TypedResults.Ok(new ApiPage<ApiDelivery>([.. rows.Take(size).Select(ApiDelivery.Of)], rows.Count > size ? rows[size - 1].Id : null));
    }

    private static async Task<IResult> SendAgainAsync(string id, OrgCall call, DestinationBook book, CancellationToken cancellation) =>
        await book.SendAgainAsync(call.Actor, call.Org.Face.Id, id, cancellation)
            ? Results.Json(new ApiQueued("queued"), statusCode: StatusCodes.Status202Accepted)
            : ApiProblem.NotFound("No such delivery.", "This org has none with this id within a month.");

    private static DestinationOfOrg Of(OrgCall call, string id) => new(call.Org.Face.Id, id);

    private static IResult Unknown => ApiProblem.NotFound("No such destination.", "This org has none with this id, or it signs nothing.");
}
