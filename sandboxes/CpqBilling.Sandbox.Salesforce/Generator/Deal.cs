using CpqBilling.Sandbox.Salesforce.Cpq;
using CpqBilling.Sandbox.Salesforce.Records;

namespace CpqBilling.Sandbox.Salesforce.Generator;

/// <summary>One line to be written: what, how many, from when to when.</summary>
internal sealed record DealLine(CatalogueProduct Sold, decimal Quantity, DateOnly Start, DateOnly? End)
{
    public decimal Discount { get; init; }
    public string Action { get; init; } = "New";
    public Record? Revises { get; init; }
    public SegmentSpan? Segment { get; init; }
    public string? SegmentKey { get; init; }

    /// <summary>Months where a whole term was typed; null counts the dates.</summary>
    public int? TermMonths { get; init; }
}

/// <summary>Who buys and for how long.</summary>
/// <param name="TermMonths">Null on amendments and evergreen.</param>
internal sealed record DealHead(string AccountId, string Type, DateOnly Start, int? TermMonths, DateTimeOffset At)
{
    public DateOnly? End { get; init; }
    public string? OpportunityId { get; init; }
    public string? ContractId { get; init; }
    public bool IsDraft { get; init; }
    public bool IsContracted { get; init; }
}

/// <summary>Writes a quote and the order made of it, priced as CPQ prices.</summary>
internal sealed class DealWriter(RecordWriter writer, Catalogue catalogue, ProrationPrecision precision)
{
    public (Record Order, Record Quote, List<Record> Lines) Write(DealHead head, IReadOnlyList<DealLine> lines)
    {
        var quote = Quote(head);
        var priced = lines.Select(line => (Line: line, Multiplier: Multiplier(line), Price: Price(line))).ToList();
        var order = Order(head, quote, priced.Sum(line => line.Price * line.Line.Quantity));
        return (order, quote, [.. priced.Select(line => Item(head, order, line.Line, line.Multiplier, line.Price))]);
    }

    private Record Quote(DealHead head) =>
        writer.Add(
            "SBQQ__Quote__c",
            head.At,
            ("SBQQ__Account__c", head.AccountId),
            ("SBQQ__Opportunity2__c", head.OpportunityId),
            ("SBQQ__MasterContract__c", head.ContractId),
            ("SBQQ__PricebookId__c", catalogue.PriceBookId),
            ("SBQQ__PaymentTerms__c", "Net 30"),
            ("SBQQ__StartDate__c", head.Start),
            ("SBQQ__EndDate__c", head.End),
            ("SBQQ__SubscriptionTerm__c", (decimal?)head.TermMonths),
            ("SBQQ__Type__c", head.Type == "New" ? "Quote" : head.Type),
            ("SBQQ__Primary__c", true),
            ("SBQQ__Ordered__c", true)
        );

    private Record Order(DealHead head, Record quote, decimal total) =>
        writer.Add(
            "Order",
            head.At,
            ("AccountId", head.AccountId),
            ("OpportunityId", head.OpportunityId),
            ("Pricebook2Id", catalogue.PriceBookId),
            ("SBQQ__Quote__c", quote.Id),
            ("SBQQ__PaymentTerm__c", "Net 30"),
            ("SBQQ__Contracted__c", head.IsContracted),
            ("EffectiveDate", head.Start),
            ("Type", head.Type),
            ("Status", head.IsDraft ? "Draft" : "Activated"),
            ("StatusCode", head.IsDraft ? "D" : "A"),
            ("ActivatedDate", head.IsDraft ? null : head.At),
            ("TotalAmount", total)
        );

    private Record Item(DealHead head, Record order, DealLine line, decimal multiplier, decimal price)
    {
        var (product, isRecurring) = (line.Sold.Product, !line.Sold.IsOneTime);
        var item = writer.Add(
            "OrderItem",
            head.At,
            ("OrderId", order.Id),
            ("PricebookEntryId", line.Sold.Entry.Id),
            ("Product2Id", product.Id),
            ("Quantity", line.Quantity),
            ("SBQQ__OrderedQuantity__c", line.Quantity),
            ("UnitPrice", price),
            ("ListPrice", line.Sold.Price),
            ("SBQQ__TotalDiscountRate__c", line.Discount == 0m ? null : line.Discount),
            ("SBQQ__QuotedListPrice__c", line.Sold.Price),
            ("TotalPrice", price * line.Quantity),
            ("ServiceDate", line.Start),
            ("EndDate", line.End),
            ("SBQQ__Activated__c", !head.IsDraft),
            ("SBQQ__ContractAction__c", line.Action),
            ("SBQQ__RevisedOrderProduct__c", line.Revises?.Id),
            ("SBQQ__ProrateMultiplier__c", multiplier),
            ("SBQQ__DefaultSubscriptionTerm__c", line.Sold.Term),
            ("SBQQ__SubscriptionTerm__c", isRecurring && line.Sold.Term is not null ? (decimal?)line.TermMonths : null),
            ("SBQQ__SubscriptionPricing__c", product["SBQQ__SubscriptionPricing__c"]),
            ("SBQQ__SubscriptionType__c", product["SBQQ__SubscriptionType__c"]),
            ("SBQQ__ProductSubscriptionType__c", product["SBQQ__SubscriptionType__c"]),
            ("SBQQ__BillingFrequency__c", product["SBQQ__BillingFrequency__c"]),
            ("SBQQ__BillingType__c", product["SBQQ__BillingType__c"]),
            ("SBQQ__ChargeType__c", product["SBQQ__ChargeType__c"]),
            ("SBQQ__QuoteLine__c", line.Segment is null ? null : SegmentLine(head, order, line, multiplier, price).Id),
            ("SBQQ__PriceDimension__c", line.Segment is null ? null : line.Sold.Dimension!.Id),
            ("SBQQ__DimensionType__c", line.Segment is null ? null : line.Sold.Dimension!["SBQQ__Type__c"]),
            ("SBQQ__SegmentIndex__c", (decimal?)line.Segment?.Index),
            ("SBQQ__SegmentKey__c", line.SegmentKey)
        );
        UsageSchedules.CopyTo(item, writer.Session, WriteMode.Fixture);
        return item;
    }

    /// <summary>Only ramps need their quote lines: the label of a segment is nowhere else.</summary>
    private Record SegmentLine(DealHead head, Record order, DealLine line, decimal multiplier, decimal price) =>
        writer.Add(
            "SBQQ__QuoteLine__c",
            head.At,
            ("SBQQ__Quote__c", order["SBQQ__Quote__c"]),
            ("SBQQ__Product__c", line.Sold.Product.Id),
            ("SBQQ__Quantity__c", line.Quantity),
            ("SBQQ__ListPrice__c", line.Sold.Price),
            ("SBQQ__NetPrice__c", price),
            ("SBQQ__ProrateMultiplier__c", multiplier),
            ("SBQQ__DefaultSubscriptionTerm__c", line.Sold.Term),
            ("SBQQ__Dimension__c", line.Sold.Dimension!.Id),
            ("SBQQ__SegmentIndex__c", (decimal)line.Segment!.Index),
            ("SBQQ__SegmentKey__c", line.SegmentKey),
            ("SBQQ__SegmentLabel__c", line.Segment.Label),
            ("SBQQ__StartDate__c", line.Start),
            ("SBQQ__EndDate__c", line.End)
        );

    private decimal Multiplier(DealLine line)
    {
        if (line.Sold.IsOneTime || line.End is not { } end)
            return 1m;
        return EffectiveTerm.Multiplier(line.TermMonths ?? EffectiveTerm.Months(line.Start, end, precision), line.Sold.Term);
    }

    private decimal Price(DealLine line) =>
        Math.Round(line.Sold.Price * (1m - (line.Discount / 100m)) * Multiplier(line), 2, MidpointRounding.AwayFromZero);
}
