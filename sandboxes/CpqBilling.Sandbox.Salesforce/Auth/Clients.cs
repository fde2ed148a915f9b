using System.Collections.Concurrent;
using CpqBilling.Sandbox.Salesforce.Org;

namespace CpqBilling.Sandbox.Salesforce.Auth;

/// <summary>A connected app: its secret, its certificate for JWT logins, and the user client credentials run as.</summary>
/// <param name="Secret">Null for public clients, which prove themselves by PKCE.</param>
internal sealed record ConnectedApp(string Id, string? Secret, string? CertificatePem, string Username)
{
    public const string DefaultId = "sandbox-client";
    public const string DefaultSecret = "sandbox-secret";
}

/// <summary>The connected apps of the org.</summary>
internal sealed class Clients
{
    private readonly ConcurrentDictionary<string, ConnectedApp> _apps = new(StringComparer.Ordinal);

    public Clients()
    {
        Register(new ConnectedApp(ConnectedApp.DefaultId, ConnectedApp.DefaultSecret, null, Seed.IntegrationUsername));
        // The command line tool of Salesforce brings this id of its own to browser logins.
        Register(new ConnectedApp("PlatformCLI", null, null, Seed.IntegrationUsername));
    }

    public ConnectedApp? Find(string? id) => id is null ? null : _apps.GetValueOrDefault(id);

    public void Register(ConnectedApp app) => _apps[app.Id] = app;
}
