using CpqBilling.Core.Cpq;
using CpqBilling.Core.Errors;
using CpqBilling.Core.Mapping;

namespace CpqBilling.Core.Pricing;

/// <summary>How a new meter sums usage up: by what is mapped for the line, else for its price book, else the sum (docs/rules/prices.md 6).</summary>
/// <remarks>One formula for both, for line and price book count on the same meter.</remarks>
public sealed class MeterFormula(FieldMapper mapper, ErrorList errors)
{
    private const string Path = "recurring.aggregate_usage";

    public string Of(OrderLine line)
    {
        var (key, record, value) = Mapped(line);
        switch (value?.ToLowerInvariant())
        {
            case null or "sum":
                return "sum";
            case "last_during_period" or "last_ever" or "last":
                return "last";
            case "max":
                errors.Add(ShapeErrors.MaxAggregation(record));
                return "sum";
            default:
                errors.Add(MappingErrors.MappedValueInvalid(record, $"{key}.{Path}", value, "sum, last_during_period or last_ever"));
                return "sum";
        }
    }

    /// <summary>A meter that exists counts as it counts: a mapping that wants it otherwise would be billed wrongly in silence.</summary>
    public void Check(OrderLine line, string meter, string? formula)
    {
        var (key, record, value) = Mapped(line);
        if (value is not null && formula is not null && formula != Of(line))
        {
            errors.Add(MappingErrors.MappedValueInvalid(record, $"{key}.{Path}", value, $"{formula}, as the meter {meter} counts,"));
        }
    }

    private (string Key, RecordRef Record, string? Value) Mapped(OrderLine line)
    {
        if (MappedWord.Of(mapper.Value(MappedObject.PriceOrderItem, Path, line.Record)) is { } own)
        {
            return (MappedObject.PriceOrderItem, line.Ref, own);
        }

        return (
            MappedObject.Price,
            line.EntryRef,
            line.PricebookEntry is { } entry ? MappedWord.Of(mapper.Value(MappedObject.Price, Path, entry)) : null
        );
    }
}
