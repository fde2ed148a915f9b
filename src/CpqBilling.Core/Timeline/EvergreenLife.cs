using System.Collections.Immutable;
using CpqBilling.Core.Cpq;
using CpqBilling.Core.Pricing;
using NodaTime;

namespace CpqBilling.Core.Timeline;

/// <summary>An evergreen contract: lines that run until an amendment ends them.</summary>
/// <param name="Start">First day of the initial order.</param>
public sealed record EvergreenLife(LocalDate Start, ImmutableArray<EvergreenLine> Lines, ImmutableArray<EvergreenOneTime> OneTimeLines)
{
    /// <summary>The day from which nothing runs any more; null while something goes on.</summary>
    public LocalDate? CanceledOn => Lines.All(line => line.EndExclusive is not null) ? Lines.Max(line => line.EndExclusive) : null;

    /// <summary>The contract as it was with some of its orders.</summary>
    public EvergreenLife WithOnly(Func<Order, bool> isKnown) =>
        this with
        {
            Lines =
            [
                .. Lines
                    .Where(line => isKnown(line.Order))
                    .Select(line => line.EndedBy is { } by && !isKnown(by) ? line with { EndExclusive = null, EndedBy = null } : line),
            ],
        };

    public IEnumerable<EvergreenLine> RunningOn(LocalDate date) =>
        Lines.Where(line => line.Start <= date && (line.EndExclusive is null || date < line.EndExclusive));

    /// <summary>Lines of the first phase; of a contract canceled before it ran, those it was sold with.</summary>
    public IEnumerable<EvergreenLine> FirstOn(LocalDate date) => IsCanceledBy(date) ? Lines.Where(line => !line.Order.IsAmendment) : RunningOn(date);

    public bool IsCanceledBy(LocalDate date) => CanceledOn is { } canceled && canceled <= date;

    /// <summary>Days after <paramref name="date"/> on which the set of lines changes; lines that end before they begin change nothing.</summary>
    public IEnumerable<LocalDate> ChangesAfter(LocalDate date) =>
        Lines
            .Where(line => line.EndExclusive is null || line.Start < line.EndExclusive)
            .SelectMany(line => new[] { line.Start, line.EndExclusive ?? LocalDate.MinIsoValue })
            .Where(day => day > date)
            .Distinct()
            .Order();

    /// <summary>Whether more is to come than an end of everything, for which a date on the subscription does.</summary>
    public bool ChangesBeforeItEnds(LocalDate today) => ChangesAfter(today).Any(date => date != CanceledOn);

    public IEnumerable<PricedCharge> ChargesDueBy(LocalDate date) => OneTimeLines.Where(line => line.Date <= date).Select(line => line.Charge);
}

/// <param name="EndExclusive">First day without the line, from the order that cancels it (C-18).</param>
public sealed record EvergreenLine(Order Order, OrderLine Line, PriceSpec Price, long Quantity, LocalDate Start, LocalDate? EndExclusive)
{
    /// <summary>The order that ends the line.</summary>
    public Order? EndedBy { get; init; }
}

/// <param name="Date">When its order begins.</param>
public sealed record EvergreenOneTime(Order Order, LocalDate Date, PricedCharge Charge);

public sealed record PricedCharge(OrderLine Line, PriceSpec Price, long Quantity);
