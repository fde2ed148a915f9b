using System.Net;
using Microsoft.AspNetCore.Http;

namespace CpqBilling.Web.Hosting;

/// <summary>Until people can sign in, pages answer to the machine they run on and to nobody else; webhooks, health and the API are not pages.</summary>
/// <remarks>A proxy on the same machine would open them to the world: a request that was passed on is refused too.</remarks>
internal static class LoopbackOnly
{
    private const string Refusal =
        "The pages of CpqBilling answer to the machine they run on only. Open a tunnel to it, for example: ssh -L 5000:localhost:5000 HOST\n";

    private static readonly string[] ForwardedBy = ["Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP", "Via"];
    private static readonly string[] Others = ["/webhooks", "/livez", "/readyz", "/api", "/metrics"];

    public static Task CheckAsync(HttpContext context, RequestDelegate next)
    {
        if (IsLocal(context) || Others.Any(path => context.Request.Path.StartsWithSegments(path)))
        {
            return next(context);
        }

        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        return context.Response.WriteAsync(Refusal, context.RequestAborted);
    }

    /// <summary>From this machine, to a name of this machine: a page elsewhere cannot reach it by a name of its own.</summary>
    private static bool IsLocal(HttpContext context) =>
        context.Connection.RemoteIpAddress is { } from
        && IPAddress.IsLoopback(from)
        && context.Request.Host.Host is ("localhost" or "127.0.0.1" or "[::1]")
        && !ForwardedBy.Any(context.Request.Headers.ContainsKey);
}
