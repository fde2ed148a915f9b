using System.Text;
using CpqBilling.Sandbox.Salesforce.Api;
using CpqBilling.Sandbox.Salesforce.Auth;
using CpqBilling.Sandbox.Salesforce.Control;
using Microsoft.AspNetCore.Http;

namespace CpqBilling.Sandbox.Salesforce.Http;

/// <summary>Plays the armed faults on requests to the org.</summary>
internal sealed class FaultMiddleware(Faults faults, Tokens tokens, ApiUsage usage)
{
    public async Task HandleAsync(HttpContext context, RequestDelegate next)
    {
        var state = RequestState.Of(context);
        var hits = state.Path.StartsWith("/_sandbox", StringComparison.Ordinal)
            ? []
            : faults.Hitting(context.Request.Method, Uri.UnescapeDataString(state.Target));
        foreach (var hit in hits)
            if (hit.Milliseconds > 0)
                await Task.Delay(hit.Milliseconds, context.RequestAborted);
        var fault = hits.FirstOrDefault(hit => hit.Kind != FaultKind.Latency);
        switch (fault?.Kind)
        {
            case null:
                await next(context);
                break;
            case FaultKind.LockRow when !HttpMethods.IsGet(context.Request.Method):
                context.Features.Set(new LockedRow());
                await next(context);
                break;
            case FaultKind.DropAfterWrite:
                await SwallowedAsync(context, next);
                context.Abort();
                break;
            case FaultKind.Truncated:
                await TruncatedAsync(context, next);
                break;
            default:
                await RefusedAsync(context, fault.Kind);
                break;
        }
    }

    private async Task RefusedAsync(HttpContext context, FaultKind kind)
    {
        context.Response.Headers["Sforce-Limit-Info"] = usage.Header;
        if (kind == FaultKind.Unavailable)
        {
            context.Response.StatusCode = 503;
            await HttpBodies.WriteAsync(
                context,
                Encoding.UTF8.GetBytes("<html><head><title>We are down for maintenance.</title></head><body>Service unavailable</body></html>"),
                "text/html; charset=UTF-8"
            );
            return;
        }
        if (kind == FaultKind.Unauthorized && BearerToken.Of(context.Request) is { } token)
            tokens.Revoke(token);
        if (kind == FaultKind.TooManyRequests)
            context.Response.Headers.RetryAfter = "1";
        var reply = ApiReply.Error(Error(kind));
        await HttpBodies.WriteJsonAsync(context, reply.Status, reply.Body);
    }

    private static SalesforceError Error(FaultKind kind) =>
        kind switch
        {
            FaultKind.Unauthorized => RequestErrors.InvalidSession(),
            FaultKind.LockRow => RequestErrors.LockRow(),
            FaultKind.Limit => RequestErrors.LimitExceeded(),
            FaultKind.TooManyRequests => new SalesforceError(429, "TOO_MANY_REQUESTS", "Too many requests", null),
            _ => new SalesforceError(
                500,
                "UNKNOWN_EXCEPTION",
                "An unexpected error occurred. Please include this ErrorId if you contact support: 1234567890-12345 (-1234567890)",
                null
            ),
        };

    /// <summary>The work is done, the answer never arrives.</summary>
    private static async Task<byte[]> SwallowedAsync(HttpContext context, RequestDelegate next)
    {
        var body = context.Response.Body;
        using var captured = new MemoryStream();
        context.Response.Body = captured;
        await next(context);
        context.Response.Body = body;
        return captured.ToArray();
    }

    private static async Task TruncatedAsync(HttpContext context, RequestDelegate next)
    {
        var body = await SwallowedAsync(context, next);
        await context.Response.Body.WriteAsync(body.AsMemory(0, body.Length / 2));
        await context.Response.Body.FlushAsync();
        context.Abort();
    }
}

/// <summary>Marks a request whose first record another transaction holds.</summary>
internal sealed record LockedRow;
