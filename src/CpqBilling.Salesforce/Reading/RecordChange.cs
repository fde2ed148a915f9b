using NodaTime;

namespace CpqBilling.Salesforce;

public sealed record RecordChange(string Id, Instant At);
