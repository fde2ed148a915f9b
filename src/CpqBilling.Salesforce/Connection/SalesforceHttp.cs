using System.Net;

namespace CpqBilling.Salesforce;

/// <summary>Makes the client that sessions share.</summary>
public static class SalesforceHttp
{
    /// <summary>Compressed answers, fresh addresses now and then, and no redirect: a token goes to the org it belongs to.</summary>
    public static HttpClient CreateClient() =>
        new(
            new SocketsHttpHandler
            {
                AutomaticDecompression = DecompressionMethods.All,
                PooledConnectionLifetime = TimeSpan.FromMinutes(5),
                AllowAutoRedirect = false,
            }
        )
        {
            Timeout = TimeSpan.FromMinutes(2),
        };
}
