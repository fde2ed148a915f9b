using CpqBilling.Core.Calendar;
using CpqBilling.Core.Cpq;
using CpqBilling.Core.Errors;
using CpqBilling.Core.Settings;
using NodaTime;

namespace CpqBilling.Core.Contract;

/// <summary>The day after the last of an amendment: with lines that it amends, unless ends are free (docs/rules/contract.md 4).</summary>
/// <param name="Trigger">Where errors of the contract as a whole go.</param>
/// <param name="Months">Null where CPQ's own end says enough.</param>
/// <param name="AnchorDay">Day of the month on which the contract is billed.</param>
internal sealed record AmendmentEnd(Order Amendment, Order Trigger, LocalDate Start, int? Months, int AnchorDay)
{
    private LocalDate? CpqEnd { get; } = OrderReader.DayAfter(Amendment.Quote?.EndDate);

    /// <summary>Start plus term, counted on the contract's billing day.</summary>
    private LocalDate? Counted => Months is { } months ? TermLength.MonthsLater(Start, months, IsOnBillingDay ? AnchorDay : Start.Day) : null;

    public Checked<LocalDate> Read(ContractEnds ends, BillingSettings settings) =>
        ends.AreOpen || Amendment.HasEvergreenLines ? Counted ?? CpqEnd ?? OpenEnd.Date
        : settings.CoTermination == CoTermination.Free ? Free(settings)
        : With(ends.Meant(CpqEnd, Counted, Months is { } months ? Start.PlusMonths(months) : null), settings);

    /// <summary>On another day of the month than the contract's, CPQ's own end decides.</summary>
    private Checked<LocalDate> With(LocalDate contractEnd, BillingSettings settings)
    {
        var end = Counted ?? CpqEnd!.Value;
        var isSame = end == contractEnd || (Months is { } months && Start.PlusMonths(months) == contractEnd);
        return isSame && IsOnBillingDay ? contractEnd
            : isSame || (Months is not null && end.Day != contractEnd.Day) ? OnOddDay(contractEnd, settings)
            : NotCoTerminated(end, contractEnd);
    }

    /// <summary>Lines end when they say; a term that is stated beside the end must still fit it.</summary>
    private Checked<LocalDate> Free(BillingSettings settings)
    {
        if (!settings.AmendmentsOnAnyDay && !IsOnBillingDay)
        {
            return AnyDayIsOff;
        }

        if (CpqEnd is not { } end)
        {
            return Counted!.Value;
        }

        var counted = TermLength.WholeMonths(Start, end, AnchorDay).Months;
        return Months is { } stated && stated != counted && stated != TermLength.WholeMonths(Start, end).Months
            ? OrderErrors.TermNotWholeMonths(Trigger.Ref, stated, counted)
            : end;
    }

    private Checked<LocalDate> OnOddDay(LocalDate contractEnd, BillingSettings settings)
    {
        if (!settings.AmendmentsOnAnyDay)
        {
            return AnyDayIsOff;
        }

        if (CpqEnd is not { } end)
        {
            return OrderErrors.EndDateMissing(Amendment.Ref);
        }

        var counted = TermLength.WholeMonths(Start, end).Months;
        return Months is { } stated && stated != counted ? OrderErrors.TermNotWholeMonths(Trigger.Ref, stated, counted)
            : end != contractEnd ? NotCoTerminated(end, contractEnd)
            : end;
    }

    private bool IsOnBillingDay => Start.Day == Math.Min(AnchorDay, Start.Calendar.GetDaysInMonth(Start.Year, Start.Month));

    private SyncError AnyDayIsOff => ShapeErrors.AmendmentsOnAnyDayOff(Trigger.Ref, $"{Start:uuuu-MM-dd}");

    private SyncError NotCoTerminated(LocalDate end, LocalDate contractEnd) =>
        OrderErrors.NotCoTerminated(Trigger.Ref, $"{end.PlusDays(-1):uuuu-MM-dd}", $"{contractEnd.PlusDays(-1):uuuu-MM-dd}");
}
