using Microsoft.AspNetCore.Http;

namespace CpqBilling.Web.Access;

/// <summary>Pages of other sites may not open a connection to ours nor send anything to it, whoever is signed in.</summary>
internal static class OriginCheck
{
    private static readonly string[] Others = ["/api", "/webhooks"];

    public static Task CheckAsync(HttpContext context, RequestDelegate next)
    {
        var request = context.Request;
        var matters =
            request.Headers.Connection.ToString().Contains("upgrade", StringComparison.OrdinalIgnoreCase)
            || context.WebSockets.IsWebSocketRequest
            || !(HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method));
        if (!matters || IsOwn(request) || Others.Any(path => request.Path.StartsWithSegments(path)))
        {
            return next(context);
        }

        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        return context.Response.WriteAsync("This came from a page of another site.\n", context.RequestAborted);
    }

    /// <summary>Programs that are no browser name no origin.</summary>
    private static bool IsOwn(HttpRequest request) =>
        request.Headers.Origin.ToString() is not { Length: > 0 } origin
        || (Uri.TryCreate(origin, UriKind.Absolute, out var from) && HostString.FromUriComponent(from) == WithPort(request));

    private static HostString WithPort(HttpRequest request)
    {
        var isUsual = request.Host.Port is null or 80 or 443;
        return isUsual ? new HostString(request.Host.Host) : request.Host;
    }
}
