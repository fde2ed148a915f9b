using NodaTime;

namespace CpqBilling.Web.Api;

/// <param name="From">Activated on or after this day; absent begins with the oldest.</param>
/// <param name="To">Activated on or before this day; absent ends with the newest.</param>
public sealed record BackfillAsked(LocalDate? From, LocalDate? To);
