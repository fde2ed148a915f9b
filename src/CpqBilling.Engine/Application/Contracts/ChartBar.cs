using NodaTime;

namespace CpqBilling.Engine.Application.Contracts;

/// <param name="To">Exclusive.</param>
/// <param name="Exact">The price with all its decimals, where it is shown shortened.</param>
/// <param name="IsChargedOnce">A part period: its price is a charge of its own, and the recurring one is zero.</param>
public sealed record ChartBar(LocalDate From, LocalDate To, string Quantity, string Price, string? Exact, string Order, bool IsChargedOnce);
