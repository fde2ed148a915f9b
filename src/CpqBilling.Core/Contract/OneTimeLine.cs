using CpqBilling.Core.Cpq;

namespace CpqBilling.Core.Contract;

/// <summary>A line that is charged once.</summary>
/// <param name="UnitPrice">Major units.</param>
public sealed record OneTimeLine(Order Order, OrderLine Line, long Quantity, decimal UnitPrice)
{
    /// <summary>Fractions of units are billed as one, at what they cost together.</summary>
    public static OneTimeLine Of(Order order, OrderLine line, decimal units, decimal amount) =>
        units == decimal.Truncate(units) ? new(order, line, (long)units, amount) : new(order, line, 1, amount * units);
}
