using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace CpqBilling.Engine.Cluster;

/// <summary>How this node takes part in the cluster.</summary>
/// <param name="Address">Where the other nodes reach this one; loopback when left out.</param>
/// <param name="Certificate">The certificate, with its key, that all nodes share; required beyond loopback.</param>
/// <param name="Also">A second certificate that is accepted from others, without its key: while one follows another, nodes of both kinds run.</param>
public sealed record NodeOptions(IPAddress? Address = null, X509Certificate2? Certificate = null, X509Certificate2? Also = null)
{
    public IPAddress Reached => Address ?? IPAddress.Loopback;

    internal bool Accepts(X509Certificate2 shown) => shown.Thumbprint == Certificate?.Thumbprint || shown.Thumbprint == Also?.Thumbprint;
}
