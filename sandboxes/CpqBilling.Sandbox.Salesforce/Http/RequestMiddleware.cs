using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using CpqBilling.Sandbox.Salesforce.Control;
using CpqBilling.Sandbox.Salesforce.Org;
using Microsoft.AspNetCore.Http;

namespace CpqBilling.Sandbox.Salesforce.Http;

/// <summary>The first to see a request: reads it once, stamps the answer with the org's date, logs what went by.</summary>
internal sealed class RequestMiddleware(SandboxOrg org, RequestLog log)
{
    private const int MaxTargetAndHeaders = 16_384;

    public async Task HandleAsync(HttpContext context, RequestDelegate next)
    {
        var started = Stopwatch.GetTimestamp();
        var target = RequestState.RawTarget(context);
        if (context.Request.ContentType?.StartsWith("application/grpc", StringComparison.Ordinal) == true)
        {
            await next(context);
            return;
        }
        if (context.Request.Path.Value?.StartsWith("//", StringComparison.Ordinal) == true)
            context.Request.Path = "/" + context.Request.Path.Value!.TrimStart('/');
        var state = new RequestState(target, await HttpBodies.ReadTextAsync(context.Request));
        context.Features.Set(state);
        context.Response.Headers.Date = org.Clock.Now.ToString("R", CultureInfo.InvariantCulture);
        try
        {
            if (target.Length + context.Request.Headers.Sum(header => header.Key.Length + header.Value.ToString().Length + 4) > MaxTargetAndHeaders)
                context.Response.StatusCode = StatusCodes.Status414UriTooLong;
            else
                await next(context);
        }
        catch (Exception error) when (error is not OperationCanceledException && !context.Response.HasStarted)
        {
            await HttpBodies.WriteJsonAsync(
                context,
                500,
                new JsonArray(new JsonObject { ["message"] = error.ToString(), ["errorCode"] = "UNKNOWN_EXCEPTION" })
            );
        }
        if (state.Path.StartsWith("/services/", StringComparison.Ordinal))
            log.Add(
                new LoggedRequest(context.Request.Method, target, Loggable(state), context.Response.StatusCode, Stopwatch.GetElapsedTime(started))
            );
    }

    private static string? Loggable(RequestState state) =>
        state.Body.Length == 0 ? null
        : state.Path.Contains("/oauth2/", StringComparison.Ordinal) || state.Path.Contains("/Soap/", StringComparison.OrdinalIgnoreCase)
            ? "(credentials)"
        : state.Body;
}
