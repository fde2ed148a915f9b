using System.Collections.Concurrent;
using CpqBilling.Sandbox.Salesforce.Org;

namespace CpqBilling.Sandbox.Salesforce.Auth;

/// <summary>A connected app: its secret, its certificate for JWT logins, and the user client credentials run as.</summary>
internal sealed record ConnectedApp(string Id, string? Secret, string? CertificatePem, string Username)
{
    public const string DefaultId = "sandbox-client";
    public const string DefaultSecret = "sandbox-secret";

    /// <summary>The app every fresh sandbox knows.</summary>
    public static ConnectedApp Default { get; } = new(DefaultId, DefaultSecret, null, Seed.IntegrationUsername);
}

/// <summary>The connected apps of the org.</summary>
internal sealed class Clients
{
    private readonly ConcurrentDictionary<string, ConnectedApp> _apps = new(StringComparer.Ordinal) { [ConnectedApp.DefaultId] = ConnectedApp.Default };

    public ConnectedApp? Find(string? id) => id is null ? null : _apps.GetValueOrDefault(id);

    public void Register(ConnectedApp app) => _apps[app.Id] = app;
}
