using NodaTime;

namespace CpqBilling.Engine.Service;

/// <summary>Whether Salesforce answers.</summary>
/// <param name="AnsweredAt">Null before the first answer.</param>
/// <param name="Refusal">Why it does not answer now, and what to do; null while it does.</param>
public sealed record OrgContact(Instant? AnsweredAt, string? Refusal);
