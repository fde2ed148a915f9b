using System.Diagnostics;
using CpqBilling.Salesforce;
using CpqBilling.Stripe;

namespace CpqBilling.Engine.Installations;

/// <summary>What is stored of an org's own connection and may be shown.</summary>
/// <param name="ClockUrl">Where a sandbox tells its time; null for every real org.</param>
/// <param name="EventsUrl">Where its events are subscribed to; null when they are not.</param>
internal sealed record StoredSalesforce(
    string InstanceUrl,
    string? LoginUrl,
    string ApiVersion,
    string Namespace,
    string Flow,
    string ClientId,
    string? Username,
    bool IsSandbox,
    bool IsMultiCurrency,
    string? DefaultCurrency,
    string? ClockUrl,
    string? EventsUrl = null
)
{
    private const string ClientCredentials = "clientCredentials";
    private const string JwtBearer = "jwtBearer";
    private const string RefreshToken = "refreshToken";

    public static StoredSalesforce Of(SalesforceConnection connection, OrgDescription org) =>
        new(
            connection.InstanceUrl.ToString(),
            connection.LoginUrl?.ToString(),
            connection.ApiVersion,
            connection.Namespace,
            connection.Auth switch
            {
                SalesforceAuth.ClientCredentials => ClientCredentials,
                SalesforceAuth.JwtBearer => JwtBearer,
                SalesforceAuth.RefreshToken => RefreshToken,
                _ => throw new UnreachableException(),
            },
            connection.Auth.ClientId,
            (connection.Auth as SalesforceAuth.JwtBearer)?.Username,
            org.IsSandbox,
            org.IsMultiCurrency,
            org.DefaultCurrency,
            org.ClockUrl?.ToString(),
            connection.EventsUrl?.ToString()
        );

    public static SalesforceSecret SecretOf(SalesforceAuth auth) =>
        auth switch
        {
            SalesforceAuth.ClientCredentials client => new SalesforceSecret(client.ClientSecret, null, null),
            SalesforceAuth.JwtBearer jwt => new SalesforceSecret(null, jwt.PrivateKeyPem, null),
            SalesforceAuth.RefreshToken refresh => new SalesforceSecret(refresh.ClientSecret, null, refresh.Token),
            _ => throw new UnreachableException(),
        };

    public SalesforceConnection Connection(SalesforceSecret secret) =>
        new()
        {
            InstanceUrl = new Uri(InstanceUrl),
            LoginUrl = LoginUrl is null ? null : new Uri(LoginUrl),
            ApiVersion = ApiVersion,
            Namespace = Namespace,
            EventsUrl = EventsUrl is null ? null : new Uri(EventsUrl),
            Auth = Flow switch
            {
                ClientCredentials => new SalesforceAuth.ClientCredentials(ClientId, secret.ClientSecret ?? ""),
                JwtBearer => new SalesforceAuth.JwtBearer(ClientId, Username ?? "", secret.PrivateKeyPem ?? ""),
                RefreshToken => new SalesforceAuth.RefreshToken(ClientId, secret.ClientSecret, secret.RefreshToken ?? ""),
                _ => throw new UnreachableException(),
            },
        };
}

internal sealed record SalesforceSecret(string? ClientSecret, string? PrivateKeyPem, string? RefreshToken);

/// <summary>What is stored of a Stripe account and may be shown.</summary>
/// <param name="KeyHint">The key's last characters, by which a person recognises it.</param>
internal sealed record StoredStripe(string Name, bool IsLive, string? ApiBase, string KeyHint)
{
    public static StoredStripe Of(StripeConnection connection, StripeAccountDescription account) =>
        new(account.Name, account.IsLive, connection.ApiBase, connection.ApiKey.Length < 12 ? "" : connection.ApiKey[^4..]);
}

/// <param name="WebhookSecrets">Of endpoints that Stripe was told of, the present one first.</param>
internal sealed record StripeSecret(string ApiKey, IReadOnlyList<string> WebhookSecrets);
