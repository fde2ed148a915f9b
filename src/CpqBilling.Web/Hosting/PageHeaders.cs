using CpqBilling.Web.Api;
using Microsoft.AspNetCore.Http;

namespace CpqBilling.Web.Hosting;

/// <summary>What browsers are told about every answer.</summary>
/// <remarks>Scripts come from files of ours only. Style attributes are allowed, because MudBlazor places its parts by them; style elements are not.</remarks>
internal static class PageHeaders
{
    private const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; style-src-attr 'unsafe-inline'; img-src 'self' data:; font-src 'self'; "
        + "connect-src 'self'; form-action 'self'; base-uri 'self'; frame-ancestors 'none'";

    public static Task AddAsync(HttpContext context, RequestDelegate next)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = ContentSecurityPolicy;
        context.Response.OnStarting(() =>
        {
            headers.ContentSecurityPolicy = ApiReading.PolicyOf(context) ?? headers.ContentSecurityPolicy;
            return Task.CompletedTask;
        });
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=()";
        return next(context);
    }
}
