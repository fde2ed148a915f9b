namespace CpqBilling.Sandbox.Salesforce.Auth;

/// <summary>The OAuth endpoints alone answer errors as an object.</summary>
internal sealed class OAuthError(string error, string description, int status = 400) : Exception(description)
{
    public string Error { get; } = error;

    public int Status { get; } = status;
}
