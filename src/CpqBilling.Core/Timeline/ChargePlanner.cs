using System.Collections.Immutable;
using CpqBilling.Core.Calendar;
using CpqBilling.Core.Contract;
using CpqBilling.Core.Pricing;
using CpqBilling.Core.Settings;
using NodaTime;

namespace CpqBilling.Core.Timeline;

/// <summary>Places a line's remainder, proration and credits on the timeline (docs/decisions/0002).</summary>
internal sealed class ChargePlanner(ContractLife life, BillingSettings settings, BillingDay day)
{
    private readonly RemovedTime _removed = new(life, settings, day);

    /// <param name="charged">By the units that were there when the line began.</param>
    /// <returns>The charges, and the day from which the recurring price is zero.</returns>
    public (ImmutableArray<OneTimeCharge> Charges, LocalDate? ZeroFrom) Plan(ChargedLine line, LineCharges charged)
    {
        var ending = EndingOf(line, charged);
        PlannedCharge?[] planned =
        [
            Proration(line, charged, ending),
            Remainder(line, ending),
            .. Credits(line, charged.RemainderFrom),
            .. TerminationCredits(line, charged.RemainderFrom),
        ];
        var charges = planned.OfType<PlannedCharge>().ToList();
        var settled =
            HasTotal(line) && !line.ChargesFullPeriod
                ? new LineBalance(life, day, _removed).Settle(line, charged, ending, charges)
                : charges.Select(charge => charge.PerUnits());
        return ([.. settled.Where(charge => charge.Unit != 0)], ending.RemainderFrom);
    }

    /// <summary>What each order that takes units takes off the line, and what of it stays billed.</summary>
    public ImmutableArray<ReductionAmount> Reductions(ChargedLine line)
    {
        var atOnce = life.Termination is { IsImmediate: true } termination
            ? termination.Removed.Where(taken => taken.LineId == line.Life.Line.Id).Select(taken => taken.Removal)
            : [];
        ImmutableArray<UnitsRemoved> all = [.. line.Life.Removed, .. atOnce];
        if (all.IsEmpty || line.Term.IsOpen || line.Life.Line.IsMetered)
        {
            return [];
        }

        var charged = Charged(line, line.Life.QuantityAtStart);
        var ending = EndingOf(line, charged);
        return
        [
            .. all.Select(removal => new ReductionAmount(
                removal,
                _removed.Total(line, removal),
                _removed.TotalByOwnPrice(line, removal),
                removal.Order == life.Termination?.Order ? 0 : _removed.Kept(line, removal, charged.RemainderFrom, ending)
            )),
        ];
    }

    /// <summary>CPQ sold a total, and bills are to come to it; an evergreen line has a price and no end.</summary>
    private bool HasTotal(ChargedLine line) => settings.ExactTotals && !line.Term.IsOpen;

    private LineCharges Charged(ChargedLine line, decimal units) => line.Charges(units, life, settings.ProrationPrecision, day);

    /// <summary>
    /// A full termination cuts the line short: in a period that began after the termination was first applied it leaves a
    /// remainder; in one begun by then nothing more is charged, and the line keeps the price it had, be it that of a period or the
    /// zero of a part period that was charged when it began.
    /// </summary>
    private LineEnding EndingOf(ChargedLine line, LineCharges charged)
    {
        var own = new LineEnding(charged.RemainderFrom, null, HasProration: true);
        if (life.Termination is not { IsImmediate: false } termination || day.StartOf(line.Term.EndExclusive) <= line.End.At)
        {
            return own;
        }

        var calendar = line.Calendar(life);
        if (LineCharges.PartPeriodStart(line.Term.Start, termination.Date, calendar) is not { } partStart)
        {
            return own with { RemainderFrom = null };
        }

        if (day.StartOf(partStart) <= termination.AppliedAt)
        {
            var wasPart = charged.RemainderFrom is { } from && day.StartOf(from) <= termination.AppliedAt;
            return wasPart ? own : own with { RemainderFrom = null };
        }

        return new LineEnding(partStart, termination.Date, partStart != line.Term.Start || calendar.IsBillingDate(partStart));
    }

    private PlannedCharge? Proration(ChargedLine line, LineCharges charged, LineEnding ending)
    {
        if (!ending.HasProration || charged.Proration == 0)
        {
            return null;
        }

        var isBackdated = line.Term.Start < day.DateOf(line.Life.From.At);
        var units = line.Life.QuantityAtStart;
        return new PlannedCharge(
            ChargeKind.Proration,
            charged.Proration,
            line.Value.Times(units),
            units,
            line.Life.From,
            isBackdated ? line.Term.Start : null,
            isBackdated ? _removed.BilledUntil(line, line.Life.From) : null
        );
    }

    private PlannedCharge? Remainder(ChargedLine line, LineEnding ending)
    {
        if (ending.RemainderFrom is not { } from)
        {
            return null;
        }

        var at = Boundary.Later(new Boundary(day.StartOf(from)), line.Life.From);
        var units = at == line.Life.From ? line.Life.QuantityAtStart : line.Life.QuantityAt(at);
        if (units <= 0)
        {
            return null;
        }

        var perUnit = ending.CutOn is { } date ? PriceBetween(line, units, from, date) : Charged(line, units).Remainder ?? 0;
        return perUnit == 0 ? null : new PlannedCharge(ChargeKind.Remainder, perUnit, line.Value.Times(units), units, at, null, null);
    }

    private decimal PriceBetween(ChargedLine line, decimal units, LocalDate start, LocalDate end)
    {
        var (term, calendar) = (line.Value.TermFor(units), line.Calendar(life));
        return term.IsOpen
            ? OpenPeriods.PriceBetween(term, start, end, calendar)
            : term.PriceOf(TermLength.Between(start, end, settings.ProrationPrecision, calendar.Anchor.Day));
    }

    /// <summary>Unused, already billed time of removed units: the same share as a debit, counted from the amendment's start.</summary>
    private IEnumerable<PlannedCharge> Credits(ChargedLine line, LocalDate? remainderFrom) =>
        line
            .Life.Removed.Where(removal =>
                removal.Order != life.Termination?.Order && _removed.IsCredited(line.Life, removal) && RemovedTime.WereThere(line.Life, removal)
            )
            .Select(removal => Credit(line, removal, remainderFrom))
            .OfType<PlannedCharge>();

    /// <summary>
    /// With "everything", a full termination gives back what was billed for the time after it: at once when it cancels the schedule,
    /// else on its date, unless the period in which that lies is charged as a part.
    /// </summary>
    private IEnumerable<PlannedCharge> TerminationCredits(ChargedLine line, LocalDate? remainderFrom)
    {
        if (
            settings.CreditUnusedTime != CreditMode.Everything
            || life.Termination is not { } termination
            || termination.AppliedAt < line.Life.From.At
        )
        {
            yield break;
        }

        if (!termination.IsImmediate && !HasBegunBefore(termination, line))
        {
            yield break;
        }

        foreach (var (_, removal) in termination.Removed.Where(taken => taken.LineId == line.Life.Line.Id))
        {
            var taken = termination.IsImmediate ? removal with { At = termination.From } : removal;
            if (Credit(line, taken, remainderFrom) is { } credit)
            {
                yield return credit with
                {
                    IsShareOnly = termination.IsImmediate,
                };
            }
        }
    }

    private bool HasBegunBefore(Termination termination, ChargedLine line) =>
        LineCharges.PartPeriodStart(line.Term.Start, termination.Date, line.Calendar(life)) is { } partStart
        && day.StartOf(partStart) <= termination.AppliedAt;

    private PlannedCharge? Credit(ChargedLine line, UnitsRemoved removal, LocalDate? remainderFrom)
    {
        var times = line.Value.Times(removal.Units);
        var billed = HasTotal(line) ? _removed.Billed(line, removal, remainderFrom) / times : _removed.BilledPerUnit(line, removal, remainderFrom);
        if (billed <= 0)
        {
            return null;
        }

        var isBackdated = removal.Since < day.DateOf(removal.At.At);
        return new PlannedCharge(
            ChargeKind.Credit,
            -billed,
            times,
            removal.Units,
            removal.At,
            isBackdated ? removal.Since : null,
            isBackdated ? _removed.BilledUntil(line, removal.At) : null
        );
    }
}
