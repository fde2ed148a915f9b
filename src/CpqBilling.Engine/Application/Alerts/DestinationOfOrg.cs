namespace CpqBilling.Engine.Application.Alerts;

/// <summary>A destination, looked for in its org only.</summary>
public sealed record DestinationOfOrg(string OrgId, string Id);
