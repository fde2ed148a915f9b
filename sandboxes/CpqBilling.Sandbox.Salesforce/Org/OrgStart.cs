namespace CpqBilling.Sandbox.Salesforce.Org;

/// <summary>How an org begins: its clock, where its records are kept, what is installed.</summary>
/// <param name="FrozenAt">The clock stands still there; null is real time.</param>
/// <param name="DatabaseFile">A SQLite file; null keeps the records in memory.</param>
internal sealed record OrgStart(DateTimeOffset? FrozenAt, string? DatabaseFile, bool MultiCurrency, bool HasPackage);
