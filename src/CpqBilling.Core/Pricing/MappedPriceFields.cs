using CpqBilling.Core.Cpq;
using CpqBilling.Core.Errors;
using CpqBilling.Core.Mapping;
using CpqBilling.Core.Requests;

namespace CpqBilling.Core.Pricing;

/// <summary>Mapped fields of a price. What decides the amount is made of CPQ's own words, so a mapping of it that says otherwise is an error.</summary>
internal sealed class MappedPriceFields(FieldMapper mapper, ErrorList errors)
{
    /// <summary>Read where the price is made: the amount, the frequency, the billing type, the meter and how it counts.</summary>
    private static string[] ReadElsewhere =>
        [
            "unit_amount_decimal",
            "recurring.interval_count",
            "recurring.usage_type",
            "recurring.meter",
            "recurring.aggregate_usage",
            "recurring.trial_period_days",
            "billing_scheme",
        ];

    public void Add(string objectKey, CpqRecord record, StripeMap body, StripeMap ties)
    {
        var mapped = mapper.Apply(objectKey, record, new StripeMap());
        if (mapped.IsEmpty)
        {
            return;
        }

        foreach (var path in ReadElsewhere)
        {
            mapped.TakePath(path);
        }

        foreach (var path in (string[])["recurring.interval", "currency", "tiers_mode", "unit_amount", "product"])
        {
            RefuseOther(mapped, path, body, objectKey, record);
        }

        foreach (var (name, value) in mapped.Entries)
        {
            if (name == "metadata" && value is StripeMap own)
            {
                AddMetadata(own, ties);
            }
            else if (name != "recurring")
            {
                body.Set(name, value);
            }
        }

        LetKeyMove(body);
    }

    /// <summary>Equal to what CPQ says, it is only superfluous.</summary>
    private void RefuseOther(StripeMap mapped, string path, StripeMap body, string objectKey, CpqRecord record)
    {
        if (
            mapped.TakePath(path) is { } value
            && (
                path == "tiers_mode"
                    ? body[path] is { } mode && mode != value
                    : !$"{Text(body.AtPath(path))}".Equals(Text(value), StringComparison.OrdinalIgnoreCase)
            )
        )
        {
            errors.Add(MappingErrors.PriceFieldNotMappable(new RecordRef(record.Type, record.Id), $"{objectKey}.{path}"));
        }
    }

    private static string? Text(StripeValue? value) => (value as StripeText)?.Value;

    /// <summary>The connector's own keys win over mapped ones.</summary>
    private static void AddMetadata(StripeMap own, StripeMap ties)
    {
        foreach (var (key, text) in own.Entries.Where(entry => ties[entry.Key] is null))
        {
            ties.Set(key, text);
        }
    }

    /// <summary>Stripe lets one price have a lookup key, an archived one too: the new price takes it over, or it would be refused.</summary>
    private static void LetKeyMove(StripeMap body)
    {
        if (body["lookup_key"] is not null && body["transfer_lookup_key"] is null)
        {
            body.Set("transfer_lookup_key", true);
        }
    }
}
