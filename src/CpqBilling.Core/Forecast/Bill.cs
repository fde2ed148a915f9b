using NodaTime;

namespace CpqBilling.Core.Forecast;

/// <summary>An invoice of the forecast and the moment it is made at.</summary>
/// <param name="At">When the invoice is made.</param>
/// <param name="IsOnCycle">Stripe makes it by itself.</param>
internal sealed record Bill(Instant At, bool IsOnCycle, ForecastInvoice Invoice);
