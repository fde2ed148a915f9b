using System.Net;
using Microsoft.AspNetCore.Http;

namespace CpqBilling.Web.Access;

/// <summary>Where a request comes from.</summary>
internal static class Caller
{
    private static readonly string[] ForwardedBy = ["Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP", "Via"];

    /// <summary>Its network address; that of a trusted proxy is already replaced by the one it names.</summary>
    public static string? Address(HttpContext context) => context.Connection.RemoteIpAddress?.ToString();

    /// <summary>From this machine, to a name of this machine: a page elsewhere cannot reach it by a name of its own, nor through a proxy.</summary>
    public static bool IsThisMachine(HttpContext context) =>
        context.Connection.RemoteIpAddress is { } from
        && IPAddress.IsLoopback(from)
        && context.Request.Host.Host is ("localhost" or "127.0.0.1" or "[::1]")
        && !ForwardedBy.Any(context.Request.Headers.ContainsKey);
}
