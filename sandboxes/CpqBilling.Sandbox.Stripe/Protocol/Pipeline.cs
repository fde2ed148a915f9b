using System.Diagnostics;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace CpqBilling.Sandbox.Stripe.Protocol;

/// <summary>The way of every API request, in the order in which the service checks things; the first failure answers.</summary>
internal sealed class Pipeline(SandboxState state, RouteTable routes, RequestLog log, RequestGates gates)
{
    private static readonly Dictionary<string, string> NoHeaders = [];

    private sealed record Answer(int Status, byte[] Body, IReadOnlyDictionary<string, string> Headers)
    {
        public bool IsReplay { get; init; }

        public string? Error { get; init; }
    }

    public async Task HandleAsync(HttpContext http)
    {
        var started = Stopwatch.GetTimestamp();
        var requestId = state.Ids.Next("req_")[..18];
        var form = new RawNode();
        var key = http.Request.Headers["Idempotency-Key"].ToString() is { Length: > 0 } given && http.Request.Method == "POST" ? given : null;
        var context = new GateContext(http, http.Request.Method, http.Request.Path.Value ?? "/", form, key, requestId);
        Answer answer;
        try
        {
            await ReadFormAsync(http.Request, form);
            if (gates.Before is { } before)
            {
                await before(context);
            }

            answer = Execute(http.Request, context);
        }
        catch (RefusalException error)
        {
            answer = Refusal(error, requestId);
        }

        log.Add(new RequestLog.Entry(context.Method, context.Path, form, key, answer.Status, requestId, Stopwatch.GetElapsedTime(started).TotalMilliseconds, DateTimeOffset.UtcNow)
        {
            ErrorMessage = answer.Error,
            IsReplay = answer.IsReplay,
        });
        if (gates.AfterCommit is { } after)
        {
            await after(context);
        }

        await SendAsync(http, answer, requestId, key);
    }

    private static async Task ReadFormAsync(HttpRequest request, RawNode form)
    {
        if (request.QueryString.HasValue)
        {
            FormDecoder.Decode(request.QueryString.Value![1..], form);
        }

        if (request.Method == "POST" && request.ContentLength is not 0)
        {
            using var reader = new StreamReader(request.Body);
            FormDecoder.Decode(await reader.ReadToEndAsync(), form);
        }
    }

    private Answer Execute(HttpRequest request, GateContext context)
    {
        var account = state.AccountOf(Authentication.KeyOf(request, state.Decisions));
        var match = routes.Match(context.Method, context.Path) ?? throw Errors.UnknownUrl(context.Method, context.Path);
        var version = ApiVersions.Effective(request.Headers["Stripe-Version"]);
        if (context.Key is null)
        {
            return Run(account, match.Route, match.Ids, context, version);
        }

        if (context.Key.Length > 255)
        {
            throw Errors.Malformed("Idempotency keys can have up to 255 characters.");
        }

        var fingerprint = $"{context.Method} {context.Path} {context.Form.Fingerprint()}";
        if (account.Idempotency.Begin(context.Key, fingerprint, context.RequestId, state.Clock.WallNow) is { } earlier)
        {
            var headers = new Dictionary<string, string>(earlier.Headers) { ["Idempotent-Replayed"] = "true", ["Original-Request"] = earlier.RequestId };
            return new Answer(earlier.Status, earlier.Body!, headers) { IsReplay = true };
        }

        return RunOnce(account, match.Route, match.Ids, context, version);
    }

    private static Answer RunOnce(Account account, Route route, IReadOnlyList<string> ids, GateContext context, string version)
    {
        try
        {
            var answer = Run(account, route, ids, context, version);
            account.Idempotency.Keep(context.Key!, answer.Status, answer.Body, answer.Headers);
            return answer;
        }
        catch (RefusalException error) when (error.FoundBeforeExecution || error.Status is 401 or 409 or 429)
        {
            account.Idempotency.Forget(context.Key!);
            throw;
        }
        catch (RefusalException error)
        {
            var answer = Refusal(error, context.RequestId);
            account.Idempotency.Keep(context.Key!, answer.Status, answer.Body, answer.Headers);
            return answer;
        }
    }

    private static Answer Run(Account account, Route route, IReadOnlyList<string> ids, GateContext context, string version)
    {
        ParameterCheck.Check(context.Form, route.Shape, version);
        var form = new Parameters(context.Form);
        lock (account.Gate)
        {
            account.DueHandler.CatchUp();
            account.CurrentRequest = new RequestStamp(context.RequestId, context.Key);
            try
            {
                var result = route.Handle(new ApiCall(account, form, ids, version, context.Path));
                Expansion.Apply(account, result, form.Texts("expand"));
                return new Answer(200, JsonSerializer.SerializeToUtf8Bytes(result, JsonText.Options), NoHeaders);
            }
            catch (Exception defect) when (defect is not RefusalException)
            {
                // A defect of the sandbox must look like one of the service, and must be found quickly.
                throw Errors.Internal($"The sandbox failed: {defect.GetType().Name}: {defect.Message} {defect.StackTrace}");
            }
            finally
            {
                account.CurrentRequest = null;
            }
        }
    }

    private static Answer Refusal(RefusalException error, string requestId) =>
        new(error.Status, JsonSerializer.SerializeToUtf8Bytes(error.ToJson(requestId), JsonText.Options), error.Headers) { Error = error.Message };

    private static async Task SendAsync(HttpContext http, Answer answer, string requestId, string? key)
    {
        var response = http.Response;
        response.StatusCode = answer.Status;
        response.ContentType = "application/json";
        response.Headers["Request-Id"] = requestId;
        response.Headers["Stripe-Version"] = http.Request.Headers["Stripe-Version"].ToString() is { Length: > 0 } version ? version : ApiVersions.Current;
        response.Headers.CacheControl = "no-cache, no-store";
        if (key is not null)
        {
            response.Headers["Idempotency-Key"] = key;
        }

        foreach (var (name, value) in answer.Headers)
        {
            response.Headers[name] = value;
        }

        response.ContentLength = answer.Body.Length;
        await response.Body.WriteAsync(answer.Body, http.RequestAborted);
    }
}
