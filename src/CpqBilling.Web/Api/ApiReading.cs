using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Scalar.AspNetCore;

namespace CpqBilling.Web.Api;

/// <summary>A page to read the description of the API and to try it, for people who are signed in. All of it comes from this service.</summary>
internal static class ApiReading
{
    public const string Address = "/api-reference";

    /// <summary>Scalar puts its styles into elements that it makes; scripts run by a value that is new with every answer.</summary>
    private const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self' 'nonce-{0}'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
        + "connect-src 'self'; worker-src 'self' blob:; form-action 'self'; base-uri 'self'; frame-ancestors 'none'";

    public static void Map(WebApplication application) =>
        application.MapScalarApiReference(
            Address,
            options =>
                options
                    .WithTitle("CpqBilling API")
                    .AddDocument(ApiDescription.Name)
                    .WithNonce()
                    .DisableAgent()
                    .DisableMcp()
                    .DisableTelemetry()
                    .DisableDefaultFonts()
                    .HideDeveloperTools()
        );

    /// <summary>Its own policy for the answers that are this page; null for all others.</summary>
    public static string? PolicyOf(HttpContext context) =>
        context.Items[ScalarOptions.NonceHttpContextItemKey] is string nonce
            ? ContentSecurityPolicy.Replace("{0}", nonce, StringComparison.Ordinal)
            : null;
}
