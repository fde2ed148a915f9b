using System.Net;
using CpqBilling.Engine.Application.Access;
using CpqBilling.Engine.Cluster;
using CpqBilling.Engine.Installations;
using CpqBilling.Engine.Outgoing;
using Microsoft.Extensions.Configuration;

namespace CpqBilling.Web.Hosting;

/// <summary>How the server of an installation is reached.</summary>
/// <param name="Urls">Addresses to listen on, separated by semicolons.</param>
/// <param name="Configuration">The whole configuration: certificates below <c>Kestrel</c>, levels below <c>Logging</c>.</param>
public sealed record ServerOptions(string Urls, IConfiguration Configuration)
{
    public const string DefaultUrls = "http://localhost:8080";

    /// <summary>Proxies that end TLS in front of the service; then it may listen beyond loopback without.</summary>
    public IReadOnlyList<string> TrustedProxies { get; init; } = [];

    /// <summary>Whoever sits at this machine may do everything without signing in: for a demo, which holds nothing of anybody.</summary>
    public bool LetsGuestsIn { get; init; }

    /// <summary>Where Stripe can reach the service; null reads events instead of receiving them.</summary>
    public Uri? PublicUrl { get; init; }

    /// <summary>Stripe is a sandbox on this machine and reaches the service where it listens.</summary>
    public bool IsReachedOnLoopback { get; init; }

    /// <summary>Where people may sign in instead of here; null where nowhere else.</summary>
    public SingleSignOnProvider? SingleSignOn { get; init; }

    /// <summary>How destinations of news and alerts are reached.</summary>
    public OutgoingOptions Outgoing { get; init; } = OutgoingOptions.None;

    /// <summary>How this process takes part in a cluster.</summary>
    public NodeOptions Node { get; init; } = new();

    /// <summary>The program whose static files are served.</summary>
    public string ApplicationName { get; init; } = "cpqbilling";

    /// <summary>Tries what the start tries before it opens anything.</summary>
    /// <exception cref="InstallationException">A value is wrong; its setting is named.</exception>
    public void Verify()
    {
        _ = Addresses;
        foreach (var proxy in TrustedProxies)
        {
            Hosting.TrustedProxies.Network(proxy);
        }

        Telemetry.TelemetrySetup.IsScraped(Configuration);
        ClusterSetup.RefuseInClear(Node);
    }

    /// <summary>Addresses as Kestrel takes them; refused where passwords would travel in clear.</summary>
    /// <exception cref="InstallationException">An address is none, or is not safe.</exception>
    internal string[] Addresses => [.. Urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(Checked)];

    private string Checked(string text)
    {
        // Kestrel's own wildcards are no hosts of a URL.
        var readable = text.Replace("://*", "://0.0.0.0", StringComparison.Ordinal).Replace("://+", "://0.0.0.0", StringComparison.Ordinal);
        if (!Uri.TryCreate(readable, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
        {
            throw new InstallationException($"{text} is no address for --urls: write http://localhost:8080 or https://HOST:PORT.");
        }

        if (url.Scheme == "http" && !url.IsLoopback && TrustedProxies.Count == 0)
        {
            throw new InstallationException(
                $"{text} would be open to others without TLS: use https with a certificate (Kestrel:Certificates:Default), or name the proxy in front of it in trustedProxies."
            );
        }

        // A name cannot have a free port chosen for it.
        return url is { Host: "localhost", Port: 0 } ? $"{url.Scheme}://{IPAddress.Loopback}:0" : text;
    }
}
