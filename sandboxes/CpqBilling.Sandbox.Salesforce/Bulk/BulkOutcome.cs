namespace CpqBilling.Sandbox.Salesforce.Bulk;

/// <summary>What became of one uploaded row.</summary>
internal sealed record BulkOutcome(string? Id, bool IsNew, string? Error);
