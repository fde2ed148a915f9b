using NodaTime;

namespace CpqBilling.Engine.Application.Backfilling;

/// <summary>Which activated orders are meant: by the day of their activation, in the billing time zone.</summary>
/// <param name="From">Included; null begins with the oldest.</param>
/// <param name="To">Included; null ends with the newest.</param>
public sealed record BackfillRange(LocalDate? From, LocalDate? To);
