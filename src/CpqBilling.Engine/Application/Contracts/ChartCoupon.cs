using NodaTime;

namespace CpqBilling.Engine.Application.Contracts;

public sealed record ChartCoupon(LocalDate From, LocalDate To, string Text);
