using CpqBilling.Core.Calendar;
using CpqBilling.Core.Cpq;
using NodaTime;

namespace CpqBilling.Core.Contract;

/// <summary>Units that an amendment takes from a line.</summary>
/// <param name="At">When the lower quantity takes effect in Stripe.</param>
/// <param name="Since">First day without the units, by the amendment.</param>
public sealed record UnitsRemoved(Order Order, OrderLine By, Boundary At, LocalDate Since, decimal Units)
{
    /// <summary>Units that the same reduction took from newer lines.</summary>
    public decimal TakenBefore { get; init; }
}
