using CpqBilling.Core.Errors;
using CpqBilling.Core.Requests;

namespace CpqBilling.Core.Mapping;

/// <summary>Stripe's limits on metadata: 50 keys of 40 characters without brackets are errors; values are cut at 500 (docs/decisions/0006).</summary>
public static class MetadataLimits
{
    public const int MaxKeys = 50;
    public const int MaxKeyLength = 40;
    private const int MaxValueLength = 500;

    public static void Check(StripeValue? metadata, RecordRef record, ErrorList errors)
    {
        if (metadata is not StripeMap map)
        {
            return;
        }

        if (map.Entries.Count > MaxKeys)
        {
            errors.Add(MappingErrors.MetadataLimit(record, $"with {map.Entries.Count} keys", $"{MaxKeys} keys"));
        }

        for (var index = 0; index < map.Entries.Count; index++)
        {
            var (key, value) = map.Entries[index];
            if (key.Length > MaxKeyLength || key.Contains('[') || key.Contains(']'))
            {
                errors.Add(MappingErrors.MetadataLimit(record, $"key {key}", $"{MaxKeyLength} characters without brackets", $"metadata.{key}"));
            }

            if (value is StripeText { Value.Length: > MaxValueLength } text)
            {
                map.Set(key, text.Value[..MaxValueLength]);
            }
        }
    }
}
