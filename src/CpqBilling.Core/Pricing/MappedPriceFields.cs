using System.Collections.Immutable;
using CpqBilling.Core.Errors;
using CpqBilling.Core.Mapping;
using CpqBilling.Core.Requests;

namespace CpqBilling.Core.Pricing;

/// <summary>Mapped fields of a price. What decides the amount is made of CPQ's own words, so a mapping of it that says otherwise is an error.</summary>
internal sealed class MappedPriceFields(FieldMapper mapper)
{
    /// <summary>Read where the price is made: the amount, the frequency, the billing type, the meter and how it counts.</summary>
    private static readonly string[] ReadElsewhere =
    [
        "unit_amount_decimal",
        "recurring.interval_count",
        "recurring.usage_type",
        "recurring.meter",
        "recurring.aggregate_usage",
        "recurring.trial_period_days",
        "billing_scheme",
    ];

    /// <summary>They can only agree.</summary>
    private static readonly string[] Decided = ["recurring.interval", "currency", "tiers_mode", "unit_amount", "product"];

    /// <summary>What CPQ says, with mapped fields laid over it; the connector's own metadata wins over mapped.</summary>
    public Checked<PriceFields> Over(PriceSource source, StripeMap body, StripeMap ties)
    {
        var read = mapper.Apply(source.ObjectKey, source.Record);
        if (read.Value is not { IsEmpty: false } mapped)
        {
            return Checked.Of(new PriceFields(body, ties), read.Errors);
        }

        var rest = ReadElsewhere.Concat(Decided).Aggregate(mapped, (left, path) => left.RemovePath(path)).Remove("recurring");
        var fields = rest.Remove("metadata").Entries.Aggregate(body, (map, field) => map.Set(field.Key, field.Value));
        var metadata = rest["metadata"] is StripeMap own
            ? own.Entries.Where(entry => ties[entry.Key] is null).Aggregate(ties, (map, entry) => map.Set(entry.Key, entry.Value))
            : ties;
        return Checked.Of(new PriceFields(LettingKeyMove(fields), metadata), read.Errors).With(Contradictions(source, mapped, body));
    }

    /// <summary>Equal to what CPQ says, it is only superfluous.</summary>
    private static ImmutableArray<SyncError> Contradictions(PriceSource source, StripeMap mapped, StripeMap body) =>
        [
            .. from path in Decided
            where mapped.AtPath(path) is { } value && !Agrees(path, body.AtPath(path), value)
            select MappingErrors.PriceFieldNotMappable(new RecordRef(source.Record.Type, source.Record.Id), $"{source.ObjectKey}.{path}"),
        ];

    private static bool Agrees(string path, StripeValue? own, StripeValue mapped) =>
        path == "tiers_mode"
            ? own is null || own == mapped
            : $"{(own as StripeText)?.Value}".Equals((mapped as StripeText)?.Value, StringComparison.OrdinalIgnoreCase);

    /// <summary>Stripe lets one price have a lookup key, an archived one too: the new price takes it over, or it would be refused.</summary>
    private static StripeMap LettingKeyMove(StripeMap body) =>
        body["lookup_key"] is not null && body["transfer_lookup_key"] is null ? body.Set("transfer_lookup_key", true) : body;
}
