using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace CpqBilling.Engine.Cluster;

/// <summary>How this node takes part in the cluster.</summary>
/// <param name="Address">Where the other nodes reach this one; loopback when left out.</param>
/// <param name="Certificate">The certificate, with its key, that all nodes share; required beyond loopback.</param>
public sealed record NodeOptions(IPAddress? Address = null, X509Certificate2? Certificate = null)
{
    public IPAddress Reached => Address ?? IPAddress.Loopback;
}
