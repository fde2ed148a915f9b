using CpqBilling.Core.Calendar;
using CpqBilling.Core.Cpq;
using CpqBilling.Core.Errors;
using CpqBilling.Core.Mapping;
using CpqBilling.Core.Money;
using CpqBilling.Core.Settings;
using NodaTime;

namespace CpqBilling.Core.Contract;

/// <summary>Reads start and end of initial orders and amendments and checks that amendments end with the contract (R4).</summary>
public sealed class TermReader(FieldMapper mapper, BillingSettings settings, ErrorList errors)
{
    private const string StartPath = "start_date";
    private const string TermPath = "iterations";

    /// <summary>Null when something is missing; the errors say what.</summary>
    public OrderTerms? ReadInitial(Order order)
    {
        RefuseMappedRamp(order);
        if (order.IsEvergreenOnly)
        {
            return Start(order, MappedStart(order, dynamicOnly: false)) is { } begins
                ? new OrderTerms(begins, OpenEnd.Date, mapper.Has(MappedObject.Schedule, StartPath), null)
                : null;
        }

        var mappedStart = MappedStart(order, dynamicOnly: order.IsOneTimeOnly);
        var mappedTerm = MappedTerm(order);
        var start = Start(order, mappedStart);
        var term = mappedTerm ?? order.Quote!.Term;

        if (term is null)
        {
            errors.Add(OrderErrors.TermMissing(order.Ref));
        }

        if (start is null || term is null || WholeTerm(term.Value, order, order) is not { } months)
        {
            return null;
        }

        return new OrderTerms(
            start.Value,
            start.Value.PlusMonths(months),
            mappedStart is not null || mappedTerm is not null,
            mappedTerm is null ? null : TermMonths.Whole(months)
        );
    }

    /// <summary>First day of an initial order and whether a mapping says it; null when nothing does.</summary>
    public (LocalDate Date, bool IsMapped)? FindStart(Order order)
    {
        var mapped = MappedStart(order, dynamicOnly: order.IsOneTimeOnly);
        return (mapped ?? order.Quote?.StartDate) is { } date ? (date, mapped is not null || MappedTerm(order) is not null) : null;
    }

    /// <summary>An amendment must end with lines it amends, unless ends are free, or it has none; errors of the contract as a whole go to the trigger (R21).</summary>
    public OrderTerms? ReadAmendment(Order amendment, ContractEnds ends, int anchorDay, Order trigger)
    {
        var mappedStart = MappedStart(amendment, dynamicOnly: true);
        if ((mappedStart ?? amendment.Quote?.StartDate) is not { } start)
        {
            errors.Add(OrderErrors.StartDateMissing(amendment.Ref));
            return null;
        }

        if (OutOfRange(amendment, start, "SBQQ__StartDate__c") || OutOfRange(amendment, amendment.Quote?.EndDate, "SBQQ__EndDate__c"))
        {
            return null;
        }

        if (amendment.IsEvergreenOnly)
        {
            return new OrderTerms(start, OpenEnd.Date, mappedStart is not null, null);
        }

        var mappedTerm = MappedTerm(amendment);
        var cpqEnd = OrderReader.DayAfter(amendment.Quote?.EndDate);
        var term = mappedTerm ?? amendment.Quote?.Term;
        if (term is null && cpqEnd is null && ends.Latest != OpenEnd.Date)
        {
            errors.Add(OrderErrors.TermAndEndMissing(trigger.Ref));
            return null;
        }

        int? months = null;
        if (term is { } stated && (months = WholeTerm(stated, amendment, trigger)) is null)
        {
            return null;
        }

        var shifted = mappedStart is not null || mappedTerm is not null;
        if (ends.Latest == OpenEnd.Date || amendment.HasEvergreenLines)
        {
            var ending = months is { } whole ? MonthsLater(start, whole, anchorDay) : cpqEnd ?? OpenEnd.Date;
            return new OrderTerms(start, ending, shifted, mappedTerm is null ? null : TermMonths.Whole(months!.Value));
        }

        var meant = ends.Meant(
            cpqEnd,
            months is { } counted ? MonthsLater(start, counted, anchorDay) : null,
            months is { } plain ? start.PlusMonths(plain) : null
        );
        var read =
            settings.CoTermination == CoTermination.Free
                ? FreeEnd(start, months, cpqEnd, anchorDay, trigger)
                : EndOf(start, months, cpqEnd, meant, anchorDay, amendment, trigger);
        return read is { } end ? new OrderTerms(start, end, shifted, mappedTerm is null ? null : TermMonths.Whole(months!.Value)) : null;
    }

    /// <summary>Start plus term, counted on the contract's billing day; on another day of the month CPQ's own end decides.</summary>
    private LocalDate? EndOf(LocalDate start, int? months, LocalDate? cpqEnd, LocalDate contractEnd, int anchorDay, Order amendment, Order trigger)
    {
        var end = months is { } stated ? MonthsLater(start, stated, anchorDay) : cpqEnd!.Value;
        if (end == contractEnd || (months is not null && start.PlusMonths(months.Value) == contractEnd))
        {
            return OnBillingDay(start, anchorDay) ? contractEnd : CheckOddDay(start, months, cpqEnd, contractEnd, amendment, trigger);
        }

        if (months is not null && end.Day != contractEnd.Day)
        {
            return CheckOddDay(start, months, cpqEnd, contractEnd, amendment, trigger);
        }

        errors.Add(OrderErrors.NotCoTerminated(trigger.Ref, Inclusive(end), Inclusive(contractEnd)));
        return null;
    }

    /// <summary>Lines end when they say; a term that is stated beside the end must still fit it.</summary>
    private LocalDate? FreeEnd(LocalDate start, int? months, LocalDate? cpqEnd, int anchorDay, Order trigger)
    {
        if (!settings.AmendmentsOnAnyDay && !OnBillingDay(start, anchorDay))
        {
            errors.Add(ShapeErrors.AmendmentsOnAnyDayOff(trigger.Ref, start.ToString("uuuu-MM-dd", null)));
            return null;
        }

        if (cpqEnd is not { } end)
        {
            return MonthsLater(start, months!.Value, anchorDay);
        }

        var counted = TermLength.WholeMonths(start, end, anchorDay).Months;
        if (months is { } stated && stated != counted && stated != TermLength.WholeMonths(start, end).Months)
        {
            errors.Add(OrderErrors.TermNotWholeMonths(trigger.Ref, stated, counted));
            return null;
        }

        return end;
    }

    private LocalDate? CheckOddDay(LocalDate start, int? months, LocalDate? cpqEnd, LocalDate contractEnd, Order amendment, Order trigger)
    {
        if (!settings.AmendmentsOnAnyDay)
        {
            errors.Add(ShapeErrors.AmendmentsOnAnyDayOff(trigger.Ref, start.ToString("uuuu-MM-dd", null)));
            return null;
        }

        if (cpqEnd is not { } end)
        {
            errors.Add(OrderErrors.EndDateMissing(amendment.Ref));
            return null;
        }

        var counted = TermLength.WholeMonths(start, end).Months;
        if (months is { } stated && stated != counted)
        {
            errors.Add(OrderErrors.TermNotWholeMonths(trigger.Ref, stated, counted));
            return null;
        }

        if (end != contractEnd)
        {
            errors.Add(OrderErrors.NotCoTerminated(trigger.Ref, Inclusive(end), Inclusive(contractEnd)));
            return null;
        }

        return end;
    }

    private static bool OnBillingDay(LocalDate date, int anchorDay) => date.Day == Math.Min(anchorDay, DaysInMonth(date));

    private static LocalDate MonthsLater(LocalDate start, int months, int anchorDay)
    {
        var day = OnBillingDay(start, anchorDay) ? anchorDay : start.Day;
        var month = new LocalDate(start.Year, start.Month, 1).PlusMonths(months);
        return month.PlusDays(Math.Min(day, DaysInMonth(month)) - 1);
    }

    private static int DaysInMonth(LocalDate date) => date.Calendar.GetDaysInMonth(date.Year, date.Month);

    private void RefuseMappedRamp(Order order)
    {
        if (!order.Lines.Any(line => line.Segment is { IsOneTime: false } && !line.IsSkipped))
        {
            return;
        }

        foreach (var (key, path) in new[] { (MappedObject.Schedule, StartPath), (MappedObject.Phase, TermPath), (MappedObject.Schedule, TermPath) })
        {
            if (mapper.Has(key, path))
            {
                errors.Add(MappingErrors.StartMappedOnRamp(order.Ref, $"{key}.{path}"));
            }
        }
    }

    private LocalDate? Start(Order order, LocalDate? mapped)
    {
        var start = mapped ?? order.Quote!.StartDate;
        if (start is null)
        {
            errors.Add(OrderErrors.StartDateMissing(order.Ref));
        }

        return OutOfRange(order, start, "SBQQ__StartDate__c") ? null : start;
    }

    private bool OutOfRange(Order order, LocalDate? date, string field)
    {
        if (date is not { } known || BillableDates.Hold(known))
        {
            return false;
        }

        errors.Add(OrderErrors.DateOutOfRange(order.Ref, $"SBQQ__Quote__c.{field}", $"{known:uuuu-MM-dd}"));
        return true;
    }

    /// <param name="dynamicOnly">A fixed date is for schedules; invoices and amendments have dates of their own (orders.md rule 26).</param>
    private LocalDate? MappedStart(Order order, bool dynamicOnly)
    {
        if (!mapper.Has(MappedObject.Schedule, StartPath) || (dynamicOnly && mapper.PathOf(MappedObject.Schedule, StartPath) is null))
        {
            return null;
        }

        var value = mapper.Value(MappedObject.Schedule, StartPath, order.Record);
        if (MappedDate.Read(value) is { } date)
        {
            return date;
        }

        if (value is not null)
        {
            errors.Add(MappingErrors.MappedValueInvalid(order.Ref, "subscription_schedule.start_date", $"{value}", "a date"));
        }

        return null;
    }

    private decimal? MappedTerm(Order order)
    {
        foreach (var key in new[] { MappedObject.Phase, MappedObject.Schedule })
        {
            var value = mapper.Value(key, TermPath, order.Record);
            if (value is not null)
            {
                return PlainNumber.Of(value) is { } months ? months : Refuse(order, $"{key}.{TermPath}", value);
            }
        }

        return null;
    }

    private decimal? Refuse(Order order, string path, object value)
    {
        errors.Add(MappingErrors.MappedValueInvalid(order.Ref, path, $"{value}", "a whole number of months"));
        return null;
    }

    private int? WholeTerm(decimal term, Order order, Order recorded)
    {
        if (term > 0 && term == decimal.Truncate(term) && term < 1200)
        {
            return (int)term;
        }

        errors.Add(OrderErrors.TermNotWhole(recorded == order ? order.Ref : recorded.Ref, term));
        return null;
    }

    private static string Inclusive(LocalDate endExclusive) => endExclusive.PlusDays(-1).ToString("uuuu-MM-dd", null);
}
