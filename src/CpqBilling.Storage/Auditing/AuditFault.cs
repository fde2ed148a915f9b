namespace CpqBilling.Storage.Auditing;

/// <summary>Where a chain does not hold.</summary>
/// <param name="Sequence">The entry that was changed, or the first that is missing.</param>
public sealed record AuditFault(string Chain, long Sequence, string What);
