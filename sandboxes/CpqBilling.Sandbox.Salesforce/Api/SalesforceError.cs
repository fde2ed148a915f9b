namespace CpqBilling.Sandbox.Salesforce.Api;

/// <summary>A refusal in Salesforce's words. Endpoints turn it into an error array, collections into one result's errors.</summary>
internal sealed class SalesforceError(int status, string code, string message, params string[]? fields) : Exception(message)
{
    public int Status { get; } = status;

    public string Code { get; } = code;

    /// <summary>Null where Salesforce leaves <c>fields</c> out: only record errors have it.</summary>
    public IReadOnlyList<string>? Fields { get; } = fields;
}
