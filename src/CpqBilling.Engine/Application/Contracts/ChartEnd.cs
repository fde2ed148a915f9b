using NodaTime;

namespace CpqBilling.Engine.Application.Contracts;

/// <param name="On">First day without the contract.</param>
/// <param name="Order">The number of the order that cancels it.</param>
public sealed record ChartEnd(LocalDate On, string Order);
