using CpqBilling.Engine.Application.Access;
using CpqBilling.Engine.Application.Alerts;
using CpqBilling.Storage.Rows.Outgoing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using NodaTime;

namespace CpqBilling.Web.Api;

/// <summary>What is the matter in an org, and from where on something is.</summary>
internal static class AlertEndpoints
{
    public static void Map(RouteGroupBuilder org)
    {
        org.MapGet("/alerts", ListAsync).Needs(Permission.View).WithSummary("What is the matter now, or was: the last 200, newest first.");
        org.MapGet("/alerts/limits", LimitsAsync).Needs(Permission.View).WithSummary("From where on lag and money held back are an alert.");
        org.MapPut("/alerts/limits", SetLimitsAsync)
            .Needs(Permission.Administer)
            .Produces<ApiAlertLimits>()
            .ProducesProblem(422)
            .WithSummary("Changes these limits.");
    }

    /// <param name="over">True lists those that are over.</param>
    private static async Task<Ok<ApiAlert[]>> ListAsync(OrgCall call, AlertList alerts, bool? over, CancellationToken cancellation)
    {
        var id = call.Org.Face.Id;
        var rows = over == true ? await alerts.OverAsync(id, cancellation) : await alerts.OpenAsync(id, cancellation);
        return TypedResults.Ok<ApiAlert[]>([.. rows.Select(ApiAlert.Of)]);
    }

    private static async Task<Ok<ApiAlertLimits>> LimitsAsync(OrgCall call, AlertList alerts, CancellationToken cancellation) =>
        TypedResults.Ok(ApiAlertLimits.Of(await alerts.LimitsAsync(call.Org.Face.Id, cancellation)));

    private static async Task<IResult> SetLimitsAsync(
        ApiAlertLimits wanted,
        OrgCall call,
        AlertList alerts,
        IClock clock,
        CancellationToken cancellation
    )
    {
        var limits = new AlertLimits
        {
            OrgId = call.Org.Face.Id,
            LagMinutes = wanted.LagMinutes,
            HeldMoney = wanted.HeldMoney,
        };
        return await alerts.SetLimitsAsync(call.Actor, limits, clock.GetCurrentInstant(), cancellation) switch
        {
            AccessOutcome<AlertLimits>.Done done => Results.Ok(ApiAlertLimits.Of(done.Value)),
            AccessOutcome<AlertLimits>.Refused refused => ApiProblem.Of(422, "The limits stay as they were.", string.Join(' ', refused.Reasons)),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }
}
