using System.Text.Json;
using System.Text.Json.Nodes;
using CpqBilling.Sandbox.Salesforce.Api;
using CpqBilling.Sandbox.Salesforce.Auth;
using Microsoft.AspNetCore.Http;

namespace CpqBilling.Sandbox.Salesforce.Http;

/// <summary>The REST API over HTTP: session, allocation, body, answer.</summary>
internal sealed class DataEndpoint(RestApi api, Tokens tokens, ApiUsage usage)
{
    public async Task HandleAsync(HttpContext context)
    {
        var state = RequestState.Of(context);
        var reply = state.Path.TrimEnd('/') == "/services/data" ? ApiReply.Ok(ApiVersions.List()) : Reply(context, state);
        context.Response.Headers["Sforce-Limit-Info"] = usage.Header;
        foreach (var (name, value) in reply.Headers)
            context.Response.Headers[name] = value;
        if (reply.Text is null)
        {
            await HttpBodies.WriteJsonAsync(context, reply.Status, reply.Body);
            return;
        }
        context.Response.StatusCode = reply.Status;
        await HttpBodies.WriteAsync(context, System.Text.Encoding.UTF8.GetBytes(reply.Text), reply.ContentType!);
    }

    private ApiReply Reply(HttpContext context, RequestState state)
    {
        try
        {
            var user = tokens.UserOf(BearerToken.Of(context.Request)) ?? throw RequestErrors.InvalidSession();
            var url = ApiUrl.Parse(state.Target);
            if (url is null || !ApiVersions.IsServed(url.Version))
                throw RequestErrors.NotFound();
            if (!usage.Take())
                throw RequestErrors.LimitExceeded();
            var call = new ApiCall(Method(context.Request), url.Version, url.Segments, url.Query, Body(context.Request, state), user, null)
            {
                LockFirstRow = context.Features.Get<LockedRow>() is not null,
                Headers = context.Request.Headers.ToDictionary(
                    header => header.Key,
                    header => header.Value.ToString(),
                    StringComparer.OrdinalIgnoreCase
                ),
            };
            return api.Answer(call);
        }
        catch (SalesforceError error)
        {
            return ApiReply.Error(error);
        }
    }

    /// <summary>Clients that cannot send PATCH post with <c>_HttpMethod=PATCH</c>.</summary>
    private static string Method(HttpRequest request) =>
        request.Query.TryGetValue("_HttpMethod", out var method) && request.Method == "POST" ? method.ToString().ToUpperInvariant() : request.Method;

    private static JsonNode? Body(HttpRequest request, RequestState state)
    {
        if (state.Body.Length == 0)
            return null;
        if (
            request.ContentType?.StartsWith("text/csv", StringComparison.OrdinalIgnoreCase) == true
            && state.Path.EndsWith("/batches", StringComparison.Ordinal)
        )
            return JsonValue.Create(state.Body);
        if (request.ContentType is { } type && !type.Contains("json", StringComparison.OrdinalIgnoreCase))
            throw RequestErrors.UnsupportedMediaType(type);
        try
        {
            return JsonNode.Parse(state.Body);
        }
        catch (JsonException error)
        {
            throw RequestErrors.BadJson(error.Message);
        }
    }
}

/// <summary>The session of a request: <c>Bearer</c> or <c>OAuth</c>.</summary>
internal static class BearerToken
{
    public static string? Of(HttpRequest request)
    {
        var parts = request.Headers.Authorization.ToString().Split(' ', 2);
        return parts.Length == 2 && parts[0].ToUpperInvariant() is "BEARER" or "OAUTH" ? parts[1].Trim() : null;
    }
}
