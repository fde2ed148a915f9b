using CpqBilling.Core.Cpq;

namespace CpqBilling.Core.Contract;

/// <summary>A line of an amendment that takes units away.</summary>
/// <param name="Units">Above zero.</param>
internal sealed record Reduction(DatedOrder Order, OrderLine Line, decimal Units)
{
    /// <summary>Units there were when its turn came, where they were too few.</summary>
    public decimal Present { get; init; }
}
