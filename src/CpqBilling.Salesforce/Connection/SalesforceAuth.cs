namespace CpqBilling.Salesforce;

/// <summary>How the connector proves itself to an org; a closed list.</summary>
public abstract record SalesforceAuth
{
    private SalesforceAuth() { }

    public abstract string ClientId { get; init; }

    /// <summary>Never shows a secret.</summary>
    public sealed override string ToString() => $"{GetType().Name} of {ClientId}";

    /// <summary>Runs as the user chosen in the policy of the external client app.</summary>
    public sealed record ClientCredentials(string ClientId, string ClientSecret) : SalesforceAuth
    {
        public override string ClientId { get; init; } = ClientId;
    }

    /// <summary>A signed assertion for one user; the app is approved beforehand.</summary>
    public sealed record JwtBearer(string ClientId, string Username, string PrivateKeyPem) : SalesforceAuth
    {
        public override string ClientId { get; init; } = ClientId;
    }

    /// <summary>What the web-server login left behind.</summary>
    public sealed record RefreshToken(string ClientId, string? ClientSecret, string Token) : SalesforceAuth
    {
        public override string ClientId { get; init; } = ClientId;
    }
}
