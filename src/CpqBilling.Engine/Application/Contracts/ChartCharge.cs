using NodaTime;

namespace CpqBilling.Engine.Application.Contracts;

/// <summary>An amount charged once when a phase begins.</summary>
/// <param name="Amount">Minor units.</param>
public sealed record ChartCharge(LocalDate At, string Name, string? Note, string Kind, long Quantity, decimal Unit, decimal Amount, string Order);
