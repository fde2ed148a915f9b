using System.Collections.Immutable;
using CpqBilling.Core.Calendar;
using CpqBilling.Core.Cpq;
using CpqBilling.Core.Errors;
using CpqBilling.Core.Mapping;
using CpqBilling.Core.Money;
using CpqBilling.Core.Settings;
using NodaTime;

namespace CpqBilling.Core.Contract;

/// <summary>Reads start and end of initial orders and amendments, mapped ones before the quote's.</summary>
public sealed class TermReader(FieldMapper mapper, BillingSettings settings)
{
    private const string StartPath = "start_date";
    private const string TermPath = "iterations";
    private const decimal TooManyMonths = 1200;

    public Checked<OrderTerms> ReadInitial(Order order) =>
        (order.IsEvergreenOnly ? ReadEvergreen(order) : ReadTerm(order)).After(MappingsOfRamp(order));

    /// <summary>First day of an initial order and whether a mapping says it; null when nothing does.</summary>
    public (LocalDate Date, bool IsMapped)? FindStart(Order order)
    {
        var mapped = MappedStart(order, dynamicOnly: order.IsOneTimeOnly).Value;
        return (mapped ?? order.Quote?.StartDate) is { } date ? (date, mapped is not null || MappedTerm(order).Value is not null) : null;
    }

    /// <summary>An amendment must end with lines it amends, unless ends are free, or it has none.</summary>
    /// <param name="trigger">Where errors of the contract as a whole go.</param>
    public Checked<OrderTerms> ReadAmendment(Order amendment, ContractEnds ends, int anchorDay, Order trigger) =>
        from mappedStart in MappedStart(amendment, dynamicOnly: true)
        from start in StartOf(amendment, mappedStart)
        from endInRange in InRange(amendment, amendment.Quote?.EndDate ?? start, "SBQQ__EndDate__c")
        from terms in amendment.IsEvergreenOnly
            ? new OrderTerms(start, OpenEnd.Date, mappedStart is not null, null)
            : from mappedTerm in MappedTerm(amendment)
            from months in MonthsOf(amendment, mappedTerm, ends, trigger)
            from end in new AmendmentEnd(amendment, trigger, start, months, anchorDay).Read(ends, settings)
            select Terms(start, end, mappedStart is not null || mappedTerm is not null, mappedTerm is null ? null : months)
        select terms;

    private Checked<OrderTerms> ReadEvergreen(Order order) =>
        from mapped in MappedStart(order, dynamicOnly: false)
        from start in StartOf(order, mapped)
        select new OrderTerms(start, OpenEnd.Date, mapper.Has(MappedObject.Schedule, StartPath), null);

    private Checked<OrderTerms> ReadTerm(Order order) =>
        from mapped in Checked.Both(MappedStart(order, dynamicOnly: order.IsOneTimeOnly), MappedTerm(order))
        let isMapped = mapped.First is not null || mapped.Second is not null
        from stated in Checked.Both(StartOf(order, mapped.First), Stated(order, mapped.Second))
        from months in WholeTerm(stated.Second, order)
        select Terms(stated.First, stated.First.PlusMonths(months), isMapped, mapped.Second is null ? null : months);

    private static OrderTerms Terms(LocalDate start, LocalDate end, bool shiftsLines, int? mappedMonths) =>
        new(start, end, shiftsLines, mappedMonths is { } months ? TermMonths.Whole(months) : null);

    private static Checked<decimal> Stated(Order order, decimal? mapped) =>
        (mapped ?? order.Quote!.Term) is { } term ? term : OrderErrors.TermMissing(order.Ref);

    /// <summary>Null where CPQ's end date says enough.</summary>
    private static Checked<int?> MonthsOf(Order amendment, decimal? mappedTerm, ContractEnds ends, Order trigger) =>
        (mappedTerm ?? amendment.Quote?.Term) is { } term ? WholeTerm(term, trigger).Select(months => (int?)months)
        : amendment.Quote?.EndDate is null && !ends.AreOpen ? OrderErrors.TermAndEndMissing(trigger.Ref)
        : Checked.Of<int?>(null);

    private static Checked<int> WholeTerm(decimal term, Order recorded) =>
        term > 0 && term == decimal.Truncate(term) && term < TooManyMonths ? (int)term : OrderErrors.TermNotWhole(recorded.Ref, term);

    /// <summary>The dates of segments say everything.</summary>
    private ImmutableArray<SyncError> MappingsOfRamp(Order order) =>
        order.Lines.Any(line => line.Segment is { IsOneTime: false } && !line.IsSkipped)
            ?
            [
                .. from field in new[] { (MappedObject.Schedule, StartPath), (MappedObject.Phase, TermPath), (MappedObject.Schedule, TermPath) }
                where mapper.Has(field.Item1, field.Item2)
                select MappingErrors.StartMappedOnRamp(order.Ref, $"{field.Item1}.{field.Item2}"),
            ]
            : [];

    private static Checked<LocalDate> StartOf(Order order, LocalDate? mapped) =>
        (mapped ?? order.Quote?.StartDate) is { } start ? InRange(order, start, "SBQQ__StartDate__c") : OrderErrors.StartDateMissing(order.Ref);

    private static Checked<LocalDate> InRange(Order order, LocalDate date, string field) =>
        BillableDates.Hold(date) ? date : BillableDates.Error(order.Ref, $"SBQQ__Quote__c.{field}", date);

    /// <param name="dynamicOnly">A fixed date is for schedules; invoices and amendments have dates of their own (docs/rules/mapping.md 2).</param>
    private Checked<LocalDate?> MappedStart(Order order, bool dynamicOnly)
    {
        if (!mapper.Has(MappedObject.Schedule, StartPath) || (dynamicOnly && mapper.PathOf(MappedObject.Schedule, StartPath) is null))
        {
            return Checked.Of<LocalDate?>(null);
        }

        var value = mapper.Value(MappedObject.Schedule, StartPath, order.Record);
        var date = MappedDate.Read(value);
        return Checked.Of(
            date,
            date is not null || value is null
                ? null
                : MappingErrors.MappedValueInvalid(order.Ref, "subscription_schedule.start_date", $"{value}", "a date")
        );
    }

    private Checked<decimal?> MappedTerm(Order order)
    {
        var mapped = new[] { MappedObject.Phase, MappedObject.Schedule }
            .Select(key => (Key: key, Value: mapper.Value(key, TermPath, order.Record)))
            .FirstOrDefault(field => field.Value is not null);
        var months = PlainNumber.Of(mapped.Value);
        return Checked.Of(
            months,
            months is not null || mapped.Value is null
                ? null
                : MappingErrors.MappedValueInvalid(order.Ref, $"{mapped.Key}.{TermPath}", $"{mapped.Value}", "a whole number of months")
        );
    }
}
