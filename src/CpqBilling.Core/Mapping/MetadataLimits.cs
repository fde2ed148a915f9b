using System.Collections.Immutable;
using CpqBilling.Core.Errors;
using CpqBilling.Core.Requests;

namespace CpqBilling.Core.Mapping;

/// <summary>Stripe's limits on metadata: 50 keys of 40 characters without brackets are errors; values are cut at 500 (docs/decisions/0006).</summary>
public static class MetadataLimits
{
    public const int MaxKeys = 50;
    public const int MaxKeyLength = 40;
    private const int MaxValueLength = 500;
    private const int MaxTextLength = 5000;

    /// <summary>The metadata as Stripe takes it.</summary>
    public static Checked<StripeMap> Within(StripeMap metadata, RecordRef record) =>
        metadata.Entries.All(IsWithin) && metadata.Entries.Count <= MaxKeys
            ? metadata
            : Checked.Of(
                metadata.Entries.Where(IsTooLong).Aggregate(metadata, (map, entry) => map.Set(entry.Key, Cut(entry.Value))),
                Errors(metadata, record)
            );

    /// <summary>A body with metadata, as Stripe takes it: texts that are too long are cut, too.</summary>
    public static Checked<StripeMap> Inside(StripeMap body, RecordRef record) =>
        body["metadata"] is StripeMap metadata ? Within(metadata, record).Select(cut => Shortened(body).Set("metadata", cut)) : Shortened(body);

    private static StripeMap Shortened(StripeMap body) =>
        body.Entries.Aggregate(
            body,
            (map, entry) =>
                entry.Value switch
                {
                    StripeText { Value.Length: > MaxTextLength } text => map.Set(entry.Key, text.Value[..MaxTextLength]),
                    StripeMap inner => map.Set(entry.Key, Shortened(inner)),
                    _ => map,
                }
        );

    private static bool IsWithin(KeyValuePair<string, StripeValue> entry) => IsUsable(entry.Key) && !IsTooLong(entry);

    private static bool IsUsable(string key) => key.Length <= MaxKeyLength && !key.Contains('[') && !key.Contains(']');

    private static bool IsTooLong(KeyValuePair<string, StripeValue> entry) => entry.Value is StripeText { Value.Length: > MaxValueLength };

    private static StripeText Cut(StripeValue value) => new(((StripeText)value).Value[..MaxValueLength]);

    private static ImmutableArray<SyncError> Errors(StripeMap metadata, RecordRef record)
    {
        var keys = metadata
            .Entries.Select(entry => entry.Key)
            .Where(key => !IsUsable(key))
            .Select(key => MappingErrors.MetadataLimit(record, $"key {key}", $"{MaxKeyLength} characters without brackets", $"metadata.{key}"));
        return metadata.Entries.Count > MaxKeys
            ? [MappingErrors.MetadataLimit(record, $"with {metadata.Entries.Count} keys", $"{MaxKeys} keys"), .. keys]
            : [.. keys];
    }
}
