using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.Extensions.DependencyInjection;

namespace CpqBilling.Cli.Tests.Access;

/// <summary>Every address that the service answers, as it is written in its routes.</summary>
internal static partial class ServedAddresses
{
    public static IEnumerable<(string Method, string Pattern)> Of(AccessServer service) =>
        service
            .Server.Services.GetRequiredService<EndpointDataSource>()
            .Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.Metadata.GetMetadata<StaticAssetDescriptor>() is null)
            .Select(endpoint =>
                (
                    Methods: endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET"],
                    Pattern: "/" + endpoint.RoutePattern.RawText!.TrimStart('/')
                )
            )
            .SelectMany(row => row.Methods.Contains("GET") ? [("GET", row.Pattern)] : row.Methods.Select(method => (method, row.Pattern)))
            .Where(row => !row.Item1.Equals("OPTIONS", StringComparison.Ordinal))
            .Distinct();

    /// <summary>An address of the pattern, with an org's id wherever something varies.</summary>
    public static string Sample(string pattern, string org) =>
        Parameter()
            .Replace(pattern.Replace("{documentName}", "v1", StringComparison.Ordinal).Replace("{format}", "csv", StringComparison.Ordinal), org);

    [GeneratedRegex(@"\{[^}]+\}")]
    private static partial Regex Parameter();
}
