using System.Collections.Immutable;
using CpqBilling.Core.Cpq;
using CpqBilling.Core.Pricing;
using NodaTime;

namespace CpqBilling.Core.Evergreen;

/// <summary>An evergreen contract: lines that run until an amendment ends them.</summary>
/// <param name="Start">First day of the initial order.</param>
public sealed record EvergreenLife(LocalDate Start, ImmutableArray<EvergreenLine> Lines, ImmutableArray<EvergreenOneTime> OneTimeLines)
{
    /// <summary>The day from which nothing runs any more; null while something goes on.</summary>
    public LocalDate? CanceledOn => Lines.All(line => line.EndExclusive is not null) ? Lines.Max(line => line.EndExclusive) : null;

    public IEnumerable<EvergreenLine> RunningOn(LocalDate date) =>
        Lines.Where(line => line.Start <= date && (line.EndExclusive is null || date < line.EndExclusive));

    /// <summary>Days after <paramref name="date"/> on which the set of lines changes.</summary>
    public IEnumerable<LocalDate> ChangesAfter(LocalDate date) =>
        Lines.SelectMany(line => new[] { line.Start, line.EndExclusive ?? LocalDate.MinIsoValue }).Where(day => day > date).Distinct().Order();
}

/// <param name="EndExclusive">First day without the line, from the order that cancels it (C-18).</param>
public sealed record EvergreenLine(Order Order, OrderLine Line, PriceSpec Price, long Quantity, LocalDate Start, LocalDate? EndExclusive);

public sealed record EvergreenOneTime(Order Order, PricedCharge Charge);

public sealed record PricedCharge(OrderLine Line, PriceSpec Price, long Quantity);
