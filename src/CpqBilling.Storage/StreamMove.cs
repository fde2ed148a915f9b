using NodaTime;

namespace CpqBilling.Storage;

/// <summary>A step of a cursor, which counts only while the cursor stands where it was read.</summary>
/// <param name="From">Null before the first.</param>
public sealed record StreamMove(string OrgId, string Stream, StreamPosition? From, StreamPosition To, Instant At);
