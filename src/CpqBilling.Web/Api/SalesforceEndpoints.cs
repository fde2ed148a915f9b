using System.Globalization;
using System.Security.Claims;
using CpqBilling.Core.Errors;
using CpqBilling.Engine.Application.Access;
using CpqBilling.Engine.Application.Packages;
using CpqBilling.Engine.Installations;
using CpqBilling.Engine.Jobs;
using CpqBilling.Engine.Sync;
using CpqBilling.Salesforce;
using CpqBilling.Web.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using NodaTime;

namespace CpqBilling.Web.Api;

/// <summary><c>/api/v1/salesforce/orders/{id}/…</c>: what the components of the Salesforce package call, with the key of their org.</summary>
/// <remarks>A key opens the orders of its own org and nothing else: the order is looked for there.</remarks>
public static class SalesforceEndpoints
{
    public static void MapSalesforceEndpoints(this WebApplication application, Installation installation)
    {
        var orders = application.MapGroup("/api/v1/salesforce/orders/{id}").DisableAntiforgery();
        orders.MapGet("timeline", (string id, HttpContext http) => AnswerAsync(installation, http, id, TimelineAsync));
        orders.MapGet("preview", (string id, HttpContext http) => AnswerAsync(installation, http, id, PreviewAsync));
        orders.MapPost("sync", (string id, HttpContext http) => AnswerAsync(installation, http, id, SyncAsync));
    }

    private sealed record Asked(Installation Installation, ConnectedOrg Org, BillingOrg Billing, string OrderId, ClaimsPrincipal User);

    private static async Task<IResult> AnswerAsync(
        Installation installation,
        HttpContext http,
        string id,
        Func<Asked, CancellationToken, Task<IResult>> answer
    )
    {
        var cancellation = http.RequestAborted;
        if (OrgId(http) is not { } orgId)
        {
            return Problem(StatusCodes.Status403Forbidden, "The key is not that of a package.", "Make a key with the scope package for this org.");
        }

        if (SalesforceId.TypeOf(id) != "Order")
        {
            return Problem(StatusCodes.Status404NotFound, "No such order.", $"{id} is no id of an order.");
        }

        return
            await installation.Orgs.FindAsync(orgId, cancellation) is { } org
            && await installation.Orgs.BillingAsync(org, cancellation) is { } billing
            ? await answer(new Asked(installation, org, billing, SalesforceId.Full(id), http.User), cancellation)
            : Problem(StatusCodes.Status409Conflict, "The org cannot bill yet.", "Connect a Stripe account to this org first.");
    }

    /// <summary>The org whose package may call with this key.</summary>
    private static string? OrgId(HttpContext http)
    {
        var scope = http.User.FindFirst(claim =>
            claim.Type == ActorClaims.Scope && claim.Value.StartsWith(KeyScopes.Package + " ", StringComparison.Ordinal)
        );
        return scope?.Value[(KeyScopes.Package.Length + 1)..];
    }

    private static async Task<IResult> TimelineAsync(Asked asked, CancellationToken cancellation)
    {
        var (timeline, error) = await Orders(asked).TimelineAsync(asked.OrderId, cancellation);
        return timeline is null
            ? Problem(error!)
            : Results.Json(
                new
                {
                    timeline.StripeId,
                    timeline.DashboardUrl,
                    Phases = timeline.Phases.Select(Phase),
                }
            );
    }

    private static async Task<IResult> PreviewAsync(Asked asked, CancellationToken cancellation)
    {
        var (preview, error) = await Orders(asked).PreviewAsync(asked.OrderId, cancellation);
        return preview is null
            ? Problem(error!)
            : Results.Json(
                new
                {
                    preview.Outcome,
                    preview.Reason,
                    preview.Errors,
                    preview.Changes,
                    Phases = preview.Phases.Select(Phase),
                }
            );
    }

    private static async Task<IResult> SyncAsync(Asked asked, CancellationToken cancellation)
    {
        var actor = ActorClaims.Of(asked.User)!;
        await asked.Installation.Audit.AddAsync(
            actor.Did("order synced", asked.Org.Id) with
            {
                Target = asked.OrderId,
            },
            asked.Billing.Now,
            cancellation
        );
        await new OrderWishes(asked.Billing).EnqueueAsync(asked.OrderId, "button", cancellation);
        return Results.Json(new { State = "queued" }, statusCode: StatusCodes.Status202Accepted);
    }

    private static PackageOrders Orders(Asked asked) =>
        new(asked.Billing, asked.Org.Primary!.Connection.Connection.ApiBase is { } stand ? new Uri(stand) : null);

    private static object Phase(PackagePhase phase) =>
        new
        {
            StartDate = Day(phase.StartDate),
            EndDate = phase.EndDate is { } end ? Day(end) : null,
            phase.Items,
        };

    private static string Day(LocalDate date) => date.ToString("uuuu-MM-dd", CultureInfo.InvariantCulture);

    private static IResult Problem(SyncError error) =>
        Results.Problem(
            title: error.Definition.Name,
            detail: $"{error.Message.TrimEnd('.')}. {error.Fix}",
            statusCode: error.Name == nameof(OrderErrors.OrderNotFound) || error.UpstreamCode == "NOT_FOUND"
                ? StatusCodes.Status404NotFound
                : StatusCodes.Status502BadGateway,
            extensions: new Dictionary<string, object?> { ["code"] = error.Code }
        );

    private static IResult Problem(int status, string title, string detail) => Results.Problem(title: title, detail: detail, statusCode: status);
}
