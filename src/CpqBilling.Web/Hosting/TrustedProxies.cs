using System.Net;
using CpqBilling.Engine.Installations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.DependencyInjection;

namespace CpqBilling.Web.Hosting;

/// <summary>Proxies in front of the service say who calls and whether by TLS; nobody else is believed.</summary>
internal static class TrustedProxies
{
    /// <param name="proxies">Addresses or networks, as 10.0.0.4 or 10.0.0.0/8.</param>
    /// <exception cref="InstallationException">One is neither.</exception>
    public static void Configure(IServiceCollection services, IReadOnlyList<string> proxies)
    {
        var networks = proxies.Select(Network).ToList();
        services.Configure<ForwardedHeadersOptions>(options =>
        {
            options.ForwardedHeaders =
                networks.Count == 0
                    ? ForwardedHeaders.None
                    : ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost;
            options.KnownProxies.Clear();
            options.KnownIPNetworks.Clear();
            networks.ForEach(options.KnownIPNetworks.Add);
        });
    }

    internal static System.Net.IPNetwork Network(string text) =>
        System.Net.IPNetwork.TryParse(text, out var network) ? network
        : IPAddress.TryParse(text, out var address) ? new System.Net.IPNetwork(address, address.GetAddressBytes().Length * 8)
        : throw new InstallationException($"{text} is no proxy for trustedProxies: write its IP address, or its network as 10.0.0.0/8.");
}
