using CpqBilling.Engine.Application.Access;
using CpqBilling.Engine.Application.Orders;
using CpqBilling.Engine.Application.Previews;
using CpqBilling.Salesforce;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace CpqBilling.Web.Api;

/// <summary>Orders of an org, what they would bill, and their contracts.</summary>
internal static class OrderEndpoints
{
    public static void Map(RouteGroupBuilder org)
    {
        org.MapGet("/orders", ListAsync).Needs(Permission.View).WithSummary("Orders, by id; a part at a time.");
        org.MapGet("/orders/{id}", FindAsync).Needs(Permission.View).Produces<ApiOrder>().ProducesProblem(404).WithSummary("One order.");
        org.MapGet("/orders/{id}/contract", ContractAsync)
            .Needs(Permission.View)
            .Produces<ApiContract>()
            .ProducesProblem(404)
            .WithSummary("The whole contract of an order: timeline, invoices expected and actual, reconciliation.");
        org.MapGet("/orders/{id}/preview", PreviewAsync)
            .Needs(Permission.View)
            .Produces<ApiPreview>()
            .ProducesProblem(404)
            .ProducesProblem(502)
            .WithSummary("What an order or quote would bill, activated or not, without doing it; by id, number or link.");
        org.MapPost("/orders/{id}/sync", SyncAsync)
            .Needs(Permission.Operate)
            .Produces<ApiQueued>(202)
            .ProducesProblem(404)
            .WithSummary("Asks for a sync of the order's contract; repeated calls come to one.");
        org.MapPost("/orders/sync", SyncManyAsync)
            .Needs(Permission.Operate)
            .Produces<ApiRetried>(202)
            .ProducesProblem(422)
            .WithSummary("Asks for a sync of every order that a filter names; an empty filter is refused.");
    }

    private static async Task<IResult> SyncManyAsync(ApiOrderFilter wanted, OrgCall call, CancellationToken cancellation)
    {
        var filter = wanted.Filter;
        return filter.IsEmpty
            ? ApiProblem.Of(422, "Which orders?", "Name a state, a kind, a text or a code; nothing of what was sent restricts the list.")
            : Results.Json(new ApiRetried(await call.Org.EnqueueAsync(filter, call.Actor, cancellation)), statusCode: StatusCodes.Status202Accepted);
    }

    private static async Task<Ok<ApiPage<ApiOrder>>> ListAsync(OrgCall call, [AsParameters] OrdersAsked asked, CancellationToken cancellation)
    {
        var filter = new ApiOrderFilter(asked.State, asked.Kind, asked.Text, asked.Code).Filter;
        var size = ApiPage<ApiOrder>.Size(asked.Limit);
        var rows = await call.Org.Orders.AfterAsync(filter, asked.Cursor, size + 1, cancellation);
        var shown = rows.Length > size ? rows[..size] : rows;
        return TypedResults.Ok(new ApiPage<ApiOrder>([.. shown.Select(ApiOrder.Of)], rows.Length > size ? shown[^1].OrderId : null));
    }

    private static async Task<IResult> FindAsync(OrgCall call, string id, CancellationToken cancellation) =>
        SalesforceId.TryParse(id, out _) && await call.Org.Orders.FindAsync(SalesforceId.Full(id), cancellation) is { } order
            ? Results.Ok(ApiOrder.Of(order))
            : Unknown(id);

    private static async Task<IResult> ContractAsync(OrgCall call, string id, CancellationToken cancellation) =>
        SalesforceId.TryParse(id, out _) && await call.Org.Contracts.ReadAsync(SalesforceId.Full(id), cancellation) is { Contract: { } contract }
            ? Results.Ok(ApiContract.Of(contract))
            : Unknown(id);

    private static async Task<IResult> PreviewAsync(OrgCall call, string id, CancellationToken cancellation) =>
        await call.Org.Previews.ReadAsync(id, cancellation) switch
        {
            PreviewOutcome.Shown shown => Results.Ok(
                new ApiPreview(shown.OrderId, shown.Number, shown.IsDraft, shown.Contract.Steps.Length, ApiContract.Of(shown.Contract))
            ),
            PreviewOutcome.NotRead refused => ApiProblem.Of(refused.Error, StatusCodes.Status502BadGateway),
            _ => Unknown(id),
        };

    private static async Task<IResult> SyncAsync(OrgCall call, string id, CancellationToken cancellation)
    {
        if (!SalesforceId.TryParse(id, out _) || SalesforceId.TypeOf(id) != "Order")
        {
            return Unknown(id);
        }

        await call.Org.EnqueueAsync(SalesforceId.Full(id), call.Actor, cancellation);
        return Results.Json(new ApiQueued("queued"), statusCode: StatusCodes.Status202Accepted);
    }

    private static IResult Unknown(string id) =>
        ApiProblem.NotFound("No such order.", $"{id} is no order that this org has, or that a sync has seen.");
}
