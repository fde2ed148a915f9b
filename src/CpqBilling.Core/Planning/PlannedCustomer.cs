using CpqBilling.Core.Requests;

namespace CpqBilling.Core.Planning;

/// <summary>The customer that pays, and what brings it to what the account says.</summary>
/// <param name="Id">Its id, or a reference to the step that makes it.</param>
public sealed record PlannedCustomer(StripeValue Id, PlanPart Part);
