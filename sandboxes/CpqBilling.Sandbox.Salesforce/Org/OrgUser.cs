namespace CpqBilling.Sandbox.Salesforce.Org;

/// <summary>Somebody who works in the org.</summary>
/// <param name="EditActivatedOrders">The system permission without which activated orders are closed.</param>
internal sealed record OrgUser(string Id, string Username, string Name, string Email, bool EditActivatedOrders);
