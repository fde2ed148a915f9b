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
            context.Misread = await ReadFormAsync(http.Request, form);
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

        log.Add(
            new RequestLog.Entry(
                context.Method,
                context.Path,
                form,
                key,
                answer.Status,
                requestId,
                Stopwatch.GetElapsedTime(started).TotalMilliseconds,
                DateTimeOffset.UtcNow
            )
            {
                ErrorMessage = answer.Error,
                IsReplay = answer.IsReplay,
                ApiKey = Authentication.ClaimedKey(http.Request),
                Response = answer.Body,
            }
        );
        if (gates.AfterCommit is { } after)
        {
            await after(context);
        }

        await SendAsync(http, answer, requestId, key);
    }

    private static async Task<RefusalException?> ReadFormAsync(HttpRequest request, RawNode form)
    {
        try
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

            return null;
        }
        catch (RefusalException misread)
        {
            return misread;
        }
    }

    private Answer Execute(HttpRequest request, GateContext context)
    {
        var account = state.AccountOf(Authentication.KeyOf(request, state.Decisions));
        var match = routes.Match(context.Method, context.Path) ?? throw Errors.UnknownUrl(context.Method, context.Path);
        var version = ApiVersions.Effective(request.Headers["Stripe-Version"], state.Decisions);
        if (context.Misread is { } misread)
        {
            throw misread;
        }

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
            var headers = new Dictionary<string, string>(earlier.Headers)
            {
                ["Idempotent-Replayed"] = "true",
                ["Original-Request"] = earlier.RequestId,
            };
            return new Answer(earlier.Status, earlier.Body!, headers) { IsReplay = true };
        }

        return RunOnce(account, match.Route, match.Ids, context, version);
    }

    private Answer RunOnce(Account account, Route route, IReadOnlyList<string> ids, GateContext context, string version)
    {
        try
        {
            return Run(account, route, ids, context, version);
        }
        catch (Exception error) when (error is not RefusalException refusal || !IsKept(refusal))
        {
            account.Idempotency.Forget(context.Key!);
            throw;
        }
    }

    private static bool IsKept(RefusalException error) => !error.FoundBeforeExecution && error.Status is not (401 or 409 or 429);

    /// <summary>Effects and the answer under the key become durable together, or a crash between them would repeat the work.</summary>
    private static Answer Settle(Account account, GateContext context, Answer answer)
    {
        if (context.Key is not null)
        {
            account.Idempotency.Keep(context.Key, answer.Status, answer.Body, answer.Headers);
        }

        account.Save?.Invoke();
        return answer;
    }

    private Answer Run(Account account, Route route, IReadOnlyList<string> ids, GateContext context, string version)
    {
        ParameterCheck.Check(context.Form, route.Shape, version);
        var form = new Parameters(context.Form);
        if (!account.Gate.TryEnter(account.Decisions.LockWaitMilliseconds))
        {
            throw Errors.LockTimeout();
        }

        try
        {
            try
            {
                CatchUp(account);
                account.CurrentRequest = new RequestStamp(context.RequestId, context.Key);
                gates.Executing?.Invoke(context);
                var result = Handle(route, new ApiCall(account, form, ids, version, context.Path));
                PriceCreation.KeepInline(account);
                Expansion.Apply(account, result, form.Texts("expand"));
                return Settle(account, context, new Answer(200, JsonSerializer.SerializeToUtf8Bytes(result, JsonText.Options), NoHeaders));
            }
            catch (RefusalException error) when (IsKept(error))
            {
                // Refusals may have had effects, a declined charge for one, so they are settled like successes.
                return Settle(account, context, Refusal(error, context.RequestId));
            }
            catch (Exception defect) when (defect is not RefusalException)
            {
                // A defect of the sandbox must look like one of the service, and must be found quickly.
                var failure = Errors.Internal($"The sandbox failed: {defect.GetType().Name}: {defect.Message} {defect.StackTrace}");
                return Settle(account, context, Refusal(failure, context.RequestId));
            }
            finally
            {
                PriceCreation.DropInline(account);
                account.CurrentRequest = null;
            }
        }
        finally
        {
            account.Gate.Exit();
        }
    }

    /// <summary>What time should have done meanwhile. If it could not, nothing built on it can be trusted, so the request says so.</summary>
    private static void CatchUp(Account account)
    {
        if (account.FailureOfTime is { } failure)
        {
            account.FailureOfTime = null;
            throw new InvalidOperationException($"Time could not pass: {failure.Message} {failure.StackTrace}");
        }

        account.DueHandler.CatchUp();
    }

    private static JsonObject Handle(Route route, ApiCall call)
    {
        var undo = Undo.Of(route, call);
        try
        {
            return route.Handle(call);
        }
        catch (RefusalException)
        {
            undo?.Restore();
            throw;
        }
    }

    private static Answer Refusal(RefusalException error, string requestId) =>
        new(error.Status, JsonSerializer.SerializeToUtf8Bytes(error.ToJson(requestId), JsonText.Options), error.Headers) { Error = error.Message };

    private async Task SendAsync(HttpContext http, Answer answer, string requestId, string? key)
    {
        var response = http.Response;
        response.StatusCode = answer.Status;
        response.ContentType = "application/json";
        response.Headers["Request-Id"] = requestId;
        response.Headers["Stripe-Version"] = http.Request.Headers["Stripe-Version"].ToString() is { Length: > 0 } version
            ? version
            : state.Decisions.DefaultVersion;
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
