namespace CpqBilling.Sandbox.Salesforce.Deploying;

/// <summary>A refusal of the Metadata API as a whole, with Salesforce's code.</summary>
internal sealed class MetadataFault(string code, string message) : Exception(message)
{
    public string Code { get; } = code;
}
