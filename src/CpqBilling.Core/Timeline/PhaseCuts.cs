using System.Collections.Immutable;
using CpqBilling.Core.Calendar;
using CpqBilling.Core.Contract;
using NodaTime;

namespace CpqBilling.Core.Timeline;

/// <summary>Where phases begin and end: wherever the set of lines, a quantity or a price changes, and where coupons end.</summary>
internal static class PhaseCuts
{
    /// <param name="lines">With those that take something off.</param>
    /// <param name="others">Instants that cut what runs, and nothing before or after it.</param>
    public static List<Boundary> Of(ContractLife life, IEnumerable<PricedLine> lines, IEnumerable<Instant> others)
    {
        var anchor = new Boundary(life.Calendar.Day.StartOf(life.Calendar.Anchor));
        var own = lines
            .SelectMany(line => OfLine(line, life.Termination, anchor))
            .Concat(life.Orders.Where(order => order.IsOnNextBill).Select(order => order.From))
            .GroupBy(cut => cut.At)
            .ToDictionary(cuts => cuts.Key, cuts => cuts.Any(cut => cut.IsNow) ? new Boundary(cuts.Key, IsNow: true) : new Boundary(cuts.Key));
        var (first, last) = (own.Keys.DefaultIfEmpty().Min(), own.Keys.DefaultIfEmpty().Max());
        var inside = others.Where(at => first < at && at < last && !own.ContainsKey(at)).Distinct().Select(at => new Boundary(at));
        return [.. own.Values.Concat(inside).Order()];
    }

    /// <summary>The lines that run from each cut to the next, in their own order.</summary>
    public static List<List<PricedLine>> Running(ImmutableArray<PricedLine> lines, List<Boundary> cuts)
    {
        List<List<PricedLine>> running = [.. cuts.Select(_ => new List<PricedLine>())];
        foreach (var line in lines)
        {
            var until = line.Until;
            for (var index = cuts.BinarySearch(line.Life.From); index < cuts.Count && cuts[index] < until; index++)
            {
                running[index].Add(line);
            }
        }

        return running;
    }

    private static IEnumerable<Boundary> OfLine(PricedLine line, Termination? termination, Boundary anchor)
    {
        yield return line.Life.From;
        yield return line.End;
        if (line.Life.From < anchor && anchor < line.End)
        {
            yield return anchor;
        }

        if (line.ZeroFrom is { } zeroFrom && zeroFrom < line.End)
        {
            yield return zeroFrom;
        }

        foreach (var charge in line.Charges)
        {
            yield return charge.At;
        }

        // An immediate termination cancels the schedule as it stands; its reductions make no phase.
        foreach (var removal in line.Life.Removed.Where(removal => removal.Order != termination?.Order))
        {
            if (removal.At > line.Life.From && removal.At < line.End)
            {
                yield return removal.At;
            }
        }
    }
}
