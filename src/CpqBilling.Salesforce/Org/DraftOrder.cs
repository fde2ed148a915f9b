using NodaTime;

namespace CpqBilling.Salesforce;

/// <summary>An order that nobody has activated, as people know it.</summary>
/// <param name="StartsOn">Null where the order names no start.</param>
public sealed record DraftOrder(string Id, string Number, string AccountName, LocalDate? StartsOn);
