using CpqBilling.Core.Calendar;
using CpqBilling.Core.Contract;
using CpqBilling.Core.Pricing;
using NodaTime;

namespace CpqBilling.Core.Timeline;

/// <summary>Makes what is billed for a line add up to what CPQ sold: the last of its one-time amounts takes up what rounding left.</summary>
/// <remarks>
/// An amount counts on what is known when it is billed, and on nothing that comes later: translated again, it is still what the customer
/// was asked for.
/// </remarks>
internal sealed class LineBalance(ContractLife life, BillingDay day, RemovedTime removed)
{
    public IEnumerable<OneTimeCharge> Settle(ChargedLine line, LineCharges charged, LineEnding ending, IReadOnlyList<PlannedCharge> charges)
    {
        decimal settled = 0;
        var inTime = charges.OrderBy(charge => charge.At).ThenBy(charge => charge.Kind == ChargeKind.Remainder).ToList();
        foreach (var (index, charge) in inTime.Index())
        {
            var knows = new Known(charge.At.At, life.Termination is { IsImmediate: false } termination && termination.AppliedAt < charge.At.At);
            var isLastHere = index + 1 == inTime.Count || inTime[index + 1].At.At > charge.At.At;
            var isLast =
                !charge.IsShareOnly && isLastHere && (charge.Kind == ChargeKind.Remainder || !IsRemainderToCome(line, charged, ending, knows));
            var amount = isLast ? Rest(line, charged, ending, knows) - settled : line.Value.Chargeable(charge.Share);
            if (charge.Kind == ChargeKind.Remainder && ending.CutOn is not null)
            {
                amount = Math.Max(0, amount); // what was paid beyond a termination is not given back
            }

            settled += amount;
            yield return charge.Of(amount);
        }
    }

    private bool IsRemainderToCome(ChargedLine line, LineCharges charged, LineEnding ending, Known knows)
    {
        var from =
            knows.Termination ? ending.RemainderFrom
            : charged is { Remainder: null or 0 } ? null
            : charged.RemainderFrom;
        return from is { } date && day.StartOf(date) > knows.At && line.Life.Quantity > GoneBy(line, knows.At);
    }

    /// <summary>The line's total, less the reductions there are, less its bills: what is left for amounts that are charged once.</summary>
    private decimal Rest(ChargedLine line, LineCharges charged, LineEnding ending, Known knows)
    {
        var total = line.Value.Total(line.Life.Quantity);
        foreach (var removal in line.Life.Removed.Where(removal => IsKnown(removal, knows)))
        {
            total -= removed.Total(line, removal) - removed.Kept(line, removal, charged.RemainderFrom, ending);
        }

        return total - Bills(line, knows.Termination ? BilledUntil(line, ending) : charged.RemainderFrom ?? line.Term.EndExclusive, knows.At);
    }

    private bool IsKnown(UnitsRemoved removal, Known knows) =>
        removal.At.At <= knows.At || (knows.Termination && removal.Order == life.Termination!.Order);

    private LocalDate BilledUntil(ChargedLine line, LineEnding ending) =>
        ending.RemainderFrom ?? LocalDate.Min(line.Term.EndExclusive, life.Termination!.Date);

    /// <summary>Whole periods that begin before a day, by the units that are known to be there.</summary>
    private decimal Bills(ChargedLine line, LocalDate until, Instant known)
    {
        var calendar = line.Calendar(life);
        var first = new BilledDates(calendar, line.From, day).FirstPeriodFrom(line.Term.Start);
        var last = calendar.IndexAtOrAfter(until);
        if (line.Life.Removed.IsEmpty)
        {
            return Math.Max(0, last - first) * line.Value.OfPeriod(line.Life.Quantity);
        }

        decimal billed = 0;
        for (var index = first; index < last; index++)
        {
            var units = line.Life.Quantity - GoneBy(line, Instant.Min(known, day.StartOf(calendar.Nth(index))));
            billed += units > 0 ? line.Value.OfPeriod(units) : 0;
        }

        return billed;
    }

    private static decimal GoneBy(ChargedLine line, Instant at) =>
        line.Life.Removed.Where(removal => removal.At.At <= at).Sum(removal => removal.Units);

    /// <param name="Termination">Whether a termination had been applied by then.</param>
    private readonly record struct Known(Instant At, bool Termination);
}
