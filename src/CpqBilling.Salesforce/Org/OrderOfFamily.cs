namespace CpqBilling.Salesforce;

/// <summary>An order, and whose turn it takes.</summary>
/// <param name="Family">See <see cref="FamilyReader"/>.</param>
public sealed record OrderOfFamily(string Id, string Family);
