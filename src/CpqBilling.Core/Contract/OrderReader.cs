using System.Collections.Immutable;
using CpqBilling.Core.Calendar;
using CpqBilling.Core.Cpq;
using CpqBilling.Core.Mapping;
using CpqBilling.Core.Money;
using CpqBilling.Core.Settings;
using NodaTime;

namespace CpqBilling.Core.Contract;

/// <summary>Makes typed orders of the loaded records; judges nothing.</summary>
public sealed class OrderReader(RecordGraph graph, FieldMappings mappings, BillingSettings settings)
{
    private const decimal CpqDefaultTerm = 12;
    private readonly FieldMapper _mapper = new(graph, mappings);
    private readonly DateReader _dates = new();
    private readonly ILookup<string?, CpqRecord> _linesByOrder = graph.OfType("OrderItem").ToLookup(line => line.Text("OrderId"));
    private readonly ConsumptionReader _consumption = new(graph);

    public IEnumerable<Order> All() => graph.OfType("Order").Select(Read);

    /// <summary>A line that would be sold from a price-book entry as it stands: it says what the entry's price needs, and nothing of an order.</summary>
    public OrderLine PriceBookLine(CpqRecord entry)
    {
        var fields = new Dictionary<string, object?>(entry.Fields) { ["PricebookEntryId"] = entry.Id };
        return ReadLine(new CpqRecord(entry.Type, entry.Id, fields));
    }

    private Order Read(CpqRecord record)
    {
        var quote = graph.Parent(record, "SBQQ__Quote__c") is { Type: "SBQQ__Quote__c" } found ? found : null;
        var opportunity = graph.Parent(record, "OpportunityId");
        var contractId = opportunity?.Text("SBQQ__AmendedContract__c");
        var contract = graph.Find(contractId);
        return new Order(
            record,
            record.Text("OrderNumber"),
            record.Text("AccountId"),
            quote is null
                ? null
                : new Quote(
                    quote.Id,
                    quote.Date("SBQQ__StartDate__c"),
                    quote.Date("SBQQ__EndDate__c"),
                    quote.Number("SBQQ__SubscriptionTerm__c"),
                    quote.Text("SBQQ__Type__c") == "Renewal"
                ),
            contractId is null
                ? null
                : new AmendedContract(
                    contractId,
                    contract?.Text("SBQQ__Quote__c"),
                    contract?.Date("SBQQ__AmendmentStartDate__c"),
                    contract?.Text("SBQQ__Order__c")
                ),
            opportunity?.Date("CloseDate"),
            record.Moment("CreatedDate") ?? Instant.MinValue,
            record.Moment("ActivatedDate") ?? record.Date("ActivatedDate")?.AtStartOfDayInZone(DateTimeZone.Utc).ToInstant(),
            record.Flag("Skip_Past_Initial_Invoices__c"),
            record.Text("CurrencyIsoCode"),
            record.Text("Stripe_ID__c"),
            [
                .. _linesByOrder[record.Id]
                    .Where(line => !line.Flag("IsDeleted"))
                    .Select(ReadLine)
                    .OrderBy(line => line.CreatedAt)
                    .ThenBy(line => line.Id, StringComparer.Ordinal),
            ]
        );
    }

    private OrderLine ReadLine(CpqRecord record)
    {
        var product = graph.Parent(record, "Product2Id") is { Type: "Product2" } known ? known : null;
        var revised = graph.Parent(record, "SBQQ__RevisedOrderProduct__c");
        var segment = ReadSegment(record);
        var segmentLine = segment is null ? null : graph.Parent(record, "SBQQ__QuoteLine__c");
        var frequency = Mapped(record, "recurring.interval_count") ?? record.Text("SBQQ__BillingFrequency__c");
        var billingType = Mapped(record, "recurring.usage_type") ?? record.Text("SBQQ__BillingType__c");
        var line = new OrderLine(
            record,
            product,
            graph.Parent(record, "PricebookEntryId"),
            record.Number("Quantity") ?? 0,
            record.Number("UnitPrice"),
            _dates.Date(record, "ServiceDate") ?? _dates.Date(segmentLine, "SBQQ__EffectiveStartDate__c"),
            DayAfter(_dates.Date(record, "EndDate") ?? _dates.Date(segmentLine, "SBQQ__EffectiveEndDate__c")),
            record.Number("SBQQ__ProrateMultiplier__c"),
            TermOf(record, "SBQQ__DefaultSubscriptionTerm__c") ?? TermOf(product, "SBQQ__SubscriptionTerm__c") ?? CpqDefaultTerm,
            record.Text("SBQQ__RevisedOrderProduct__c"),
            graph.Parent(revised, "OrderId") is { } order ? order.Text("OrderNumber") ?? order.Id : null,
            segment,
            _dates.Moment(record, "CreatedDate") ?? Instant.MinValue,
            _consumption.OfLine(record),
            _consumption.OfProduct(product),
            frequency,
            BillingWords.TypeOf(billingType)
        )
        {
            BillingTypeWord = billingType,
            PeriodMonths = settings.BillingFrequencies.MonthsOf(frequency),
            IsWholeTerm = settings.BillingFrequencies.IsWholeTerm(frequency),
        };
        line = line with { IsMetered = line.IsRecurring && BillingWords.IsMetered(line.BillingType, CountsUsage(line)) };
        if (line is { IsRecurring: true, IsMetered: false, IsTiered: false, UnitPrice: < 0 } && settings.NegativeLines == NegativeLineRule.Bill)
        {
            return line with { IsRebate = true, UnitPrice = -line.UnitPrice };
        }

        return settings.FreeLines == FreeLineRule.Skip && IsFree(line) ? line with { IsLeftOutForFree = true } : line;
    }

    /// <summary>The calendar ends with a last day, which is out of range anyway.</summary>
    internal static LocalDate? DayAfter(LocalDate? date) => date == LocalDate.MaxIsoValue ? date : date?.PlusDays(1);

    /// <summary>A free segment of a ramp is a stretch of something that is paid.</summary>
    private bool IsFree(OrderLine line) =>
        line is { IsRecurring: true, IsMetered: false, IsTiered: false, UnitPrice: 0, Segment: null }
        && PlainNumber.Of(_mapper.Value(MappedObject.PriceOrderItem, "unit_amount_decimal", line.Record)) is null or 0;

    /// <summary>Said by the charge type of the line or its product, by a consumption schedule or a mapped meter; else the setting decides.</summary>
    private bool CountsUsage(OrderLine line) =>
        settings.ArrearsRecurring == ArrearsRule.Metered
        || BillingWords.IsUsage(line.Record.Text("SBQQ__ChargeType__c"))
        || BillingWords.IsUsage(line.Product?.Text("SBQQ__ChargeType__c"))
        || !line.Rates.IsEmpty
        || !line.ProductRates.IsEmpty
        || _mapper.Value(MappedObject.PriceOrderItem, "recurring.meter", line.Record) is not null
        || (line.PricebookEntry is { } entry && _mapper.Value(MappedObject.Price, "recurring.meter", entry) is not null);

    /// <summary>A term of nothing is no term: CPQ would divide by it.</summary>
    private static decimal? TermOf(CpqRecord? record, string field) => record?.Number(field) is > 0 and var term ? term : null;

    private string? Mapped(CpqRecord line, string path) => MappedWord.Of(_mapper.Value(MappedObject.PriceOrderItem, path, line));

    private Segment? ReadSegment(CpqRecord line)
    {
        if (line.Text("SBQQ__PriceDimension__c") is null && line.Text("SBQQ__DimensionType__c") is null)
        {
            return null;
        }

        var quoteLine = graph.Parent(line, "SBQQ__QuoteLine__c");
        return new Segment(
            line.Number("SBQQ__SegmentIndex__c") is { } index and > 0 and < 10_000 ? (int)index : null,
            line.Text("SBQQ__SegmentKey__c"),
            quoteLine?.Text("SBQQ__SegmentLabel__c"),
            line.Text("SBQQ__DimensionType__c") is "One-time" or "One Time"
        );
    }
}
