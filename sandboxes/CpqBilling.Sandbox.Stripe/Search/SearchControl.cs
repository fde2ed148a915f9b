using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace CpqBilling.Sandbox.Stripe.Search;

/// <summary>Lets the search index lag behind, as the service's does, so that reading one's own writes by search is caught.</summary>
internal static class SearchControl
{
    internal sealed record LagBody(int LagMilliseconds);

    public static void Map(WebApplication application, SandboxState state) =>
        application.MapPost(
            "/_sandbox/search",
            (LagBody body) =>
            {
                SearchLag.Set(state, body.LagMilliseconds);
                return Results.Ok();
            }
        );
}
