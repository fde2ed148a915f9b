using CpqBilling.Engine.Application.Access;
using CpqBilling.Engine.Application.Connections;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace CpqBilling.Web.Api;

/// <summary>How the installation reaches its orgs and accounts, and whether it does.</summary>
internal static class ConnectionEndpoints
{
    public static void Map(RouteGroupBuilder installation)
    {
        installation.MapGet("/connections", ListAsync).WithSummary("Connected orgs and their Stripe accounts, without secrets.");
        installation.MapGet("/health", CheckAsync).WithSummary("Tries the database, every org and every account now.");
    }

    private static async Task<Ok<ApiConnection[]>> ListAsync(ConnectionBook connections, CancellationToken cancellation) =>
        TypedResults.Ok<ApiConnection[]>([.. (await connections.ListAsync(cancellation)).Select(ApiConnection.Of)]);

    private static async Task<Ok<ApiCheck[]>> CheckAsync(ConnectionBook connections, CancellationToken cancellation)
    {
        var checks = new List<ApiCheck>();
        await foreach (var finding in connections.CheckAsync(cancellation))
        {
            checks.Add(ApiCheck.Of(finding));
        }

        return TypedResults.Ok<ApiCheck[]>([.. checks]);
    }
}
