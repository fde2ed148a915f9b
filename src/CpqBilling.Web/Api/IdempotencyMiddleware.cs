using System.Security.Cryptography;
using System.Text;
using CpqBilling.Engine.Installations;
using CpqBilling.Storage.Calls;
using CpqBilling.Storage.Rows;
using CpqBilling.Web.Access;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace CpqBilling.Web.Api;

/// <summary>A call that changes something and carries a key is made once: sent again within a day, it gets the answer of the first.</summary>
/// <remarks>After a failure of ours nothing is kept, so that the call can be made again. The same key for something else is refused.</remarks>
internal static class IdempotencyMiddleware
{
    public const string Header = "Idempotency-Key";
    public const int LongestKey = 255;
    private const string Replayed = "Idempotent-Replayed";
    private const int LargestBody = 1_000_000;

    public static async Task AnswerAsync(HttpContext context, RequestDelegate next)
    {
        var key = context.Request.Headers[Header].ToString();
        if (key.Length == 0 || !Changes(context) || ActorClaims.Of(context.User) is not { } actor)
        {
            await next(context);
            return;
        }

        if (key.Length > LongestKey || context.Request.ContentLength > LargestBody)
        {
            var refusal = key.Length > LongestKey ? "The key is too long." : "The body is too long for a call with a key.";
            await ApiProblem
                .Of(400, refusal, $"A key has at most {LongestKey} characters, a body at most {LargestBody} bytes.")
                .ExecuteAsync(context);
            return;
        }

        var call = new IdempotentCall
        {
            Caller = actor.Id,
            Key = key,
            OrgId = (string?)context.GetRouteValue("org"),
            Request = await HashAsync(context.Request, context.RequestAborted),
            BegunAt = context.RequestServices.GetRequiredService<IClock>().GetCurrentInstant(),
        };
        var calls = new IdempotentCalls(context.RequestServices.GetRequiredService<Installation>().Database);
        var known = await calls.BeginAsync(call, context.RequestAborted);
        await (known is null ? MakeAsync(context, next, calls, call) : RepeatAsync(context, call, known));
    }

    private static bool Changes(HttpContext context) =>
        context.Request.Path.StartsWithSegments("/api")
        && !HttpMethods.IsGet(context.Request.Method)
        && !HttpMethods.IsHead(context.Request.Method)
        && !HttpMethods.IsOptions(context.Request.Method);

    private static async Task MakeAsync(HttpContext context, RequestDelegate next, IdempotentCalls calls, IdempotentCall call)
    {
        var answer = context.Response.Body;
        using var buffer = new MemoryStream();
        context.Response.Body = buffer;
        try
        {
            await next(context);
        }
        catch
        {
            await calls.ForgetAsync(call, CancellationToken.None);
            throw;
        }
        finally
        {
            context.Response.Body = answer;
        }

        var status = context.Response.StatusCode;
        if (status >= 500 || status == StatusCodes.Status429TooManyRequests)
        {
            await calls.ForgetAsync(call, CancellationToken.None);
        }
        else
        {
            (call.Status, call.ContentType, call.Answer) = (status, context.Response.ContentType, Seal(context, call).Protect(buffer.ToArray()));
            await calls.EndAsync(call, CancellationToken.None);
        }

        buffer.Position = 0;
        await buffer.CopyToAsync(answer, context.RequestAborted);
    }

    private static async Task RepeatAsync(HttpContext context, IdempotentCall call, IdempotentCall known)
    {
        if (!CryptographicOperations.FixedTimeEquals(call.Request, known.Request))
        {
            await ApiProblem
                .Of(422, "The key was used for another call.", "A key belongs to one method, address and body: take a new one.")
                .ExecuteAsync(context);
        }
        else if (known is not { Status: { } status, Answer: { } answer })
        {
            context.Response.Headers.RetryAfter = "1";
            await ApiProblem.Of(409, "This call runs already.", "Send it again in a moment for its answer.").ExecuteAsync(context);
        }
        else
        {
            var bytes = Seal(context, known).Unprotect(answer);
            (context.Response.StatusCode, context.Response.ContentType) = (status, known.ContentType);
            context.Response.Headers[Replayed] = "true";
            if (bytes.Length > 0)
            {
                await context.Response.Body.WriteAsync(bytes, context.RequestAborted);
            }
        }
    }

    /// <summary>An answer may hold a secret that is shown once.</summary>
    private static IDataProtector Seal(HttpContext context, IdempotentCall call) =>
        context.RequestServices.GetRequiredService<Installation>().Protection.CreateProtector("CpqBilling.IdempotentCall", call.Caller, call.Key);

    private static async Task<byte[]> HashAsync(HttpRequest request, CancellationToken cancellation)
    {
        request.EnableBuffering(LargestBody, LargestBody);
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, cancellation);
        request.Body.Position = 0;
        var head = $"{request.Method} {request.GetEncodedPathAndQuery()}\n{request.Headers.IfMatch}\n";
        return SHA256.HashData([.. Encoding.UTF8.GetBytes(head), .. body.ToArray()]);
    }
}
