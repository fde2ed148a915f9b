using CpqBilling.Core.Calendar;
using CpqBilling.Core.Contract;
using CpqBilling.Core.Pricing;
using CpqBilling.Core.Settings;
using NodaTime;

namespace CpqBilling.Core.Timeline;

/// <summary>What a reduction takes off a line: by CPQ's amendment, and how much of that had been billed.</summary>
internal sealed class RemovedTime(ContractLife life, BillingSettings settings, BillingDay day)
{
    /// <summary>What CPQ takes off for these units; above zero. A reduction that took units of several lines is shared by units.</summary>
    public decimal Total(ChargedLine line, UnitsRemoved removal)
    {
        var (term, value) = (line.Term, line.Value);
        if (value.Tiers is not null)
        {
            return TotalByOwnPrice(line, removal);
        }

        if (term.IsCustom || removal.By.UnitPrice is not { } major)
        {
            return TotalByOwnPrice(line, removal);
        }

        var unit = major * value.Currency.MinorPerMajor;
        var before = removal.TakenBefore;
        return value.Chargeable(unit * (before + removal.Units)) - value.Chargeable(unit * before);
    }

    /// <summary>What the line itself asks for these units and months.</summary>
    public decimal TotalByOwnPrice(ChargedLine line, UnitsRemoved removal)
    {
        var (months, value) = (Months(line, removal), line.Value);
        return value.Chargeable(value.Tiers is null ? value.Of(months, removal.Units) : OfTiers(line, removal, units => value.Of(months, units)));
    }

    /// <summary>The billed part of that, not rounded.</summary>
    public decimal Billed(ChargedLine line, UnitsRemoved removal, LocalDate? remainderFrom)
    {
        var months = Months(line, removal);
        var billed = BilledMonths(line, removal, remainderFrom);
        return billed <= TermMonths.Zero || months <= TermMonths.Zero ? 0 : billed.ShareOf(Total(line, removal), months);
    }

    /// <summary>What was billed of it and is not given back. A termination is settled by the remainder it leaves.</summary>
    public decimal Kept(ChargedLine line, UnitsRemoved removal, LocalDate? remainderFrom, LineEnding ending)
    {
        var isSettled = removal.Order == life.Termination?.Order && ending.CutOn is not null;
        return isSettled || !WereThere(line.Life, removal) || IsCredited(line.Life, removal)
            ? 0
            : line.Value.Chargeable(Billed(line, removal, remainderFrom));
    }

    /// <summary>The same by the line's own price per period, whatever the amendment says: there are no exact totals then.</summary>
    public decimal BilledPerUnit(ChargedLine line, UnitsRemoved removal, LocalDate? remainderFrom)
    {
        if (line.Term.IsOpen)
        {
            return BilledPeriods(line, removal);
        }

        var billed = BilledMonths(line, removal, remainderFrom);
        return billed <= TermMonths.Zero ? 0
            : line.Value.Tiers is null ? line.Term.PriceOf(billed)
            : OfTiers(line, removal, units => line.Value.Of(billed, units));
    }

    /// <summary>
    /// Whether the settings give back what was billed of it. A termination is given back by <see cref="CreditMode.Everything"/> only;
    /// an evergreen line that is canceled stays billed to the end of its period, one that is replaced is reduced.
    /// </summary>
    public bool IsCredited(LineLife line, UnitsRemoved removal)
    {
        if (life.Termination?.Order == removal.Order || settings.CreditUnusedTime is CreditMode.Everything or CreditMode.None)
        {
            return settings.CreditUnusedTime == CreditMode.Everything;
        }

        var isWhole = line.Removed.TakeWhile(other => other != removal).Sum(other => other.Units) + removal.Units == line.Quantity;
        var isCanceled =
            line.Term.IsOpen && isWhole && removal.Order.Lines.All(other => other.IsSkipped || other.Quantity <= 0 || !other.IsRecurring);
        return !isCanceled && (settings.CreditUnusedTime == CreditMode.AllReductions || isWhole);
    }

    /// <summary>Whether the units were there at all before they went.</summary>
    public static bool WereThere(LineLife line, UnitsRemoved removal) => !line.NeverUsed(removal) && removal.Order != line.Order;

    /// <summary>The next billing date, unless the line has ended by then.</summary>
    public LocalDate BilledUntil(ChargedLine line, Boundary at) =>
        LocalDate.Min(line.Term.EndExclusive, line.Calendar(life).NextAfter(day.DateOf(at.At)));

    public TermMonths MonthsBetween(LocalDate start, LocalDate end, BillingCalendar calendar) =>
        calendar.MonthsBetween(start, end) ?? TermLength.Between(start, end, settings.ProrationPrecision, life.Calendar.Anchor.Day);

    private TermMonths Months(ChargedLine line, UnitsRemoved removal) => MonthsBetween(removal.Since, line.Term.EndExclusive, line.Calendar(life));

    /// <summary>Units leave a quantity that tiers price as a whole: what the line costs with them, less what it costs without.</summary>
    private static decimal OfTiers(ChargedLine line, UnitsRemoved removal, Func<decimal, decimal> cost)
    {
        var before = line.Life.Quantity - line.Life.Removed.TakeWhile(other => other != removal).Sum(other => other.Units);
        var after = before - removal.Units;
        return cost(before) - (after > 0 ? cost(after) : 0);
    }

    /// <summary>What has been billed of a line without an end for the time from the reduction on.</summary>
    private decimal BilledPeriods(ChargedLine line, UnitsRemoved removal)
    {
        var calendar = line.Calendar(life);
        var since = LocalDate.Max(removal.Since, BilledFrom(line, calendar));
        var next = calendar.Nth(new BilledDates(calendar, removal.At, day).FirstPeriodFrom(since));
        decimal Cost(decimal units) => OpenPeriods.PriceBetween(line.Value.TermFor(units), since, next, calendar);
        return line.Value.Tiers is null ? Cost(1) : OfTiers(line, removal, Cost);
    }

    /// <summary>Months from the reduction on that have been billed: all of them, less whole periods and a remainder still to come.</summary>
    private TermMonths BilledMonths(ChargedLine line, UnitsRemoved removal, LocalDate? remainderFrom)
    {
        var calendar = line.Calendar(life);
        var end = line.Term.EndExclusive;
        var since = LocalDate.Max(removal.Since, BilledFrom(line, calendar));
        var periods = new BilledDates(calendar, removal.At, day).WholePeriods(since, end);
        var months = MonthsBetween(since, end, calendar) - TermMonths.Whole((long)periods * line.Term.ChargedMonths);
        var isRemainderToCome =
            remainderFrom is { } from && (removal.At.IsNow ? day.StartOf(from) > removal.At.At : day.StartOf(from) >= removal.At.At);
        return isRemainderToCome ? months - MonthsBetween(remainderFrom!.Value, end, calendar) : months;
    }

    /// <summary>A past that is not billed was never paid: such a line begins to be billed on the first billing date after its order was activated.</summary>
    private LocalDate BilledFrom(ChargedLine line, BillingCalendar calendar)
    {
        var initial = life.Contract.Initial;
        var skipsPast = initial.SkipPastInvoices || settings.BackdatedFirstInvoice == FirstInvoice.Skip;
        if (!skipsPast || !line.Life.IsInitial || initial.ActivatedAt is not { } activatedAt || day.DateOf(activatedAt) <= life.Start)
        {
            return line.Term.Start;
        }

        return LocalDate.Max(line.Term.Start, calendar.NextAfter(day.DateOf(activatedAt)));
    }
}
