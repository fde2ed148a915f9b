namespace CpqBilling.Salesforce;

/// <summary>A Stripe account as an org knows it.</summary>
/// <param name="Name">As people know it.</param>
public sealed record StripeAccountRow(string Id, string Name, bool IsLive, bool IsPrimary);
