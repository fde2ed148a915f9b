namespace CpqBilling.Sandbox.Salesforce.Deploying;

/// <summary>How a client wants its deployment: only checked, and whether one bad component stops the others.</summary>
internal sealed record DeployOptions(bool CheckOnly, bool RollbackOnError, string TestLevel);
