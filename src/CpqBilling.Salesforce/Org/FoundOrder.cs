namespace CpqBilling.Salesforce;

/// <param name="Family">See <see cref="FamilyReader"/>.</param>
public sealed record FoundOrder(string Id, string Family);
