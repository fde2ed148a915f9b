using System.Collections.Immutable;
using System.Net;

namespace CpqBilling.Engine.Outgoing;

/// <summary>Which network addresses destinations may have: public ones, and private ones of networks that the operator allows. A destination must not make the service ask machines that only it can reach.</summary>
/// <param name="allowed">Private networks that may be called.</param>
public sealed class PermittedAddresses(ImmutableArray<IPNetwork> allowed)
{
    /// <summary>Link-local networks, where clouds hand out credentials of machines, and what is no address of one machine. No setting opens them.</summary>
    private static readonly ImmutableArray<IPNetwork> Never = Networks(
        "0.0.0.0/8",
        "169.254.0.0/16",
        "100.100.100.200/32",
        "168.63.129.16/32",
        "224.0.0.0/4",
        "240.0.0.0/4",
        "::/128",
        "fe80::/10",
        "fd00:ec2::254/128",
        "ff00::/8"
    );

    /// <summary>The last three carry an IPv4 address inside, which nobody looks at.</summary>
    private static readonly ImmutableArray<IPNetwork> Private = Networks(
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.168.0.0/16",
        "198.18.0.0/15",
        "::1/128",
        "fc00::/7",
        "fec0::/10",
        "64:ff9b::/96",
        "2002::/16",
        "2001::/32"
    );

    public bool Permits(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return !Contains(Never, plain) && (Contains(allowed, plain) || !Contains(Private, plain));
    }

    /// <summary>Whether it is in a private network that the operator allows: there, TLS is not asked for.</summary>
    public bool IsAllowedPrivate(IPAddress address) => Permits(address) && Contains(Private, address);

    private static bool Contains(ImmutableArray<IPNetwork> networks, IPAddress address) => networks.Any(network => network.Contains(address));

    private static ImmutableArray<IPNetwork> Networks(params string[] texts) => [.. texts.Select(text => IPNetwork.Parse(text))];
}
