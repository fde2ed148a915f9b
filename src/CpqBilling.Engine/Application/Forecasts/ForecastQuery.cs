using NodaTime;

namespace CpqBilling.Engine.Application.Forecasts;

/// <param name="Currency">ISO code in lower case.</param>
/// <param name="To">Exclusive.</param>
public sealed record ForecastQuery(string Currency, LocalDate From, LocalDate To, ForecastGroup By);
