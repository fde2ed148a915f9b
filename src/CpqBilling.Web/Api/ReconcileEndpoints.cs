using CpqBilling.Engine.Application.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace CpqBilling.Web.Api;

/// <summary>Whether Stripe holds and billed what CPQ sold.</summary>
internal static class ReconcileEndpoints
{
    public static void Map(RouteGroupBuilder org) =>
        org.MapPost("/reconcile", RunAsync)
            .Needs(Permission.View)
            .WithSummary("Reads every contract anew from both sides, about two calls on either; changes nothing. Large orgs take minutes.");

    private static async Task<Ok<ApiReconciliation>> RunAsync(OrgCall call, CancellationToken cancellation)
    {
        var outcome = await call.Org.Reconciler.RunAsync(null, cancellation);
        return TypedResults.Ok(new ApiReconciliation(outcome.At, outcome.Contracts, outcome.InOrder, [.. outcome.Findings.Select(ApiFinding.Of)]));
    }
}
