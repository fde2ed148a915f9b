using System.Collections.Immutable;
using CpqBilling.Core.Cpq;
using CpqBilling.Core.Errors;
using CpqBilling.Core.Mapping;
using CpqBilling.Core.Requests;

namespace CpqBilling.Core.Pricing;

/// <summary>How a new meter sums usage up: by what is mapped for the line, else for its price book, else the sum (docs/rules/prices.md 6).</summary>
/// <remarks>One formula for both, for line and price book count on the same meter.</remarks>
internal sealed class MeterFormula(FieldMapper mapper)
{
    private const string Path = "recurring.aggregate_usage";

    public Checked<UsageFormula> Of(OrderLine line)
    {
        var (key, record, value) = Mapped(line);
        return value?.ToLowerInvariant() switch
        {
            null or "sum" => UsageFormula.Sum,
            "last_during_period" or "last_ever" or "last" => UsageFormula.Last,
            "max" => Checked.Of(UsageFormula.Sum, ShapeErrors.MaxAggregation(record)),
            _ => Checked.Of(
                UsageFormula.Sum,
                MappingErrors.MappedValueInvalid(record, $"{key}.{Path}", $"{value}", "sum, last_during_period or last_ever")
            ),
        };
    }

    /// <summary>A meter that exists counts as it counts: a mapping that wants it otherwise would be billed wrongly in silence.</summary>
    public ImmutableArray<SyncError> Differences(OrderLine line, string meter, UsageFormula? formula)
    {
        var (key, record, value) = Mapped(line);
        if (value is null || formula is null)
        {
            return [];
        }

        var wanted = Of(line);
        return formula == wanted.Value
            ? wanted.Errors
            : wanted.Errors.Add(
                MappingErrors.MappedValueInvalid(record, $"{key}.{Path}", value, $"{StripeWord.Of(formula.Value)}, as the meter {meter} counts")
            );
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
