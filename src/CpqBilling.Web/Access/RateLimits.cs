using System.Globalization;
using System.Security.Claims;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;

namespace CpqBilling.Web.Access;

/// <summary>How often somebody may try to get in, and a key may ask.</summary>
internal static class RateLimits
{
    private const int TriesAMinute = 10;
    private const int CallsAMinute = 600;
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);
    private static readonly string[] Doors = ["/sign-in", "/first-run", "/link", "/access"];

    public static void Configure(RateLimiterOptions options)
    {
        options.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        options.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(Partition);
        options.OnRejected = async (rejected, cancellation) =>
        {
            var seconds = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var wait)
                ? (int)Math.Ceiling(wait.TotalSeconds)
                : (int)Window.TotalSeconds;
            rejected.HttpContext.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
            await Results
                .Problem(title: "Too many requests", detail: $"Try again in {seconds} seconds.", statusCode: StatusCodes.Status429TooManyRequests)
                .ExecuteAsync(rejected.HttpContext);
        };
    }

    private static RateLimitPartition<string> Partition(HttpContext context)
    {
        var request = context.Request;
        if (request.Path.StartsWithSegments("/api"))
        {
            var caller = context.User.FindFirstValue(ClaimTypes.NameIdentifier) ?? Caller.Address(context);
            return Fixed($"api {caller}", CallsAMinute);
        }

        var isInside = context.User.Identity is { IsAuthenticated: true };
        return !isInside && HttpMethods.IsPost(request.Method) && Doors.Any(door => request.Path.StartsWithSegments(door))
            ? Fixed($"door {Caller.Address(context)} {request.Path}", TriesAMinute)
            : RateLimitPartition.GetNoLimiter("pages");
    }

    private static RateLimitPartition<string> Fixed(string key, int permits) =>
        RateLimitPartition.GetFixedWindowLimiter(key, _ => new FixedWindowRateLimiterOptions { PermitLimit = permits, Window = Window });
}
