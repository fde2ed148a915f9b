using System.Collections.Immutable;
using NodaTime;

namespace CpqBilling.Engine.Application.Contracts;

/// <summary>A contract over time: one row a line, one bar for each stretch in which quantity and price stay the same.</summary>
/// <param name="To">Exclusive.</param>
/// <param name="Canceled">Where the contract ends before its time, and by which order.</param>
/// <param name="IsOpen">It goes on after <paramref name="To"/>.</param>
public sealed record TimelineChart(
    LocalDate From,
    LocalDate To,
    ImmutableArray<ChartRow> Rows,
    ImmutableArray<ChartCharge> Charges,
    ImmutableArray<ChartCoupon> Coupons,
    ChartEnd? Canceled,
    bool IsOpen
);
