using System.Collections.Immutable;
using CpqBilling.Core.Cpq;
using CpqBilling.Core.StripePlan;

namespace CpqBilling.Core.Mapping;

/// <summary>Evaluates mappings for one record: built-in paths, then static values, then dynamic paths; later wins.</summary>
/// <remarks>
/// package.md 2.4, with its defects mended: an unchecked checkbox is sent as false. Everything a path can reach was loaded
/// with the contract, so nothing is asked for here.
/// </remarks>
public sealed class FieldMapper(RecordGraph graph, FieldMappings mappings)
{
    public RecordGraph Graph => graph;

    public bool Has(string objectKey, string path) =>
        mappings.DefaultsOf(objectKey).ContainsKey(path) || mappings.PathsOf(objectKey).ContainsKey(path);

    /// <summary>The mapped value of one Stripe path, or null when it is not mapped or empty.</summary>
    public object? Value(string objectKey, string path, CpqRecord source)
    {
        if (
            mappings.PathsOf(objectKey).TryGetValue(path, out var salesforcePath) && SalesforcePath.Read(graph, source, salesforcePath) is { } dynamic
        )
        {
            return dynamic;
        }

        return mappings.DefaultsOf(objectKey).GetValueOrDefault(path);
    }

    /// <summary>The Salesforce path mapped to a Stripe path, if any.</summary>
    public string? PathOf(string objectKey, string path) => mappings.PathsOf(objectKey).GetValueOrDefault(path);

    /// <summary>Puts every mapped value of an object into <paramref name="target"/>, except termination rows.</summary>
    public StripeMap Apply(string objectKey, CpqRecord source, StripeMap target) =>
        ApplyRows(objectKey, source, target, path => IsTermination(path) ? null : path);

    /// <summary>Puts the termination rows of an object into <paramref name="target"/>, without their prefix.</summary>
    public StripeMap ApplyTermination(string objectKey, CpqRecord source, StripeMap target) =>
        ApplyRows(objectKey, source, target, path => IsTermination(path) ? path[MappedObject.TerminationPrefix.Length..] : null);

    public static StripeValue? ToStripe(object? value) =>
        value switch
        {
            null => null,
            bool flag => flag,
            decimal number => number,
            string text when bool.TryParse(text.Trim(), out var flag) => flag,
            string { Length: > 0 } text => text,
            _ => null,
        };

    private StripeMap ApplyRows(string objectKey, CpqRecord source, StripeMap target, Func<string, string?> targetPath)
    {
        foreach (var (path, value) in InOrder(mappings.DefaultsOf(objectKey)))
        {
            if (targetPath(path) is { } name)
            {
                target.SetPath(name, AsValueOf(name, value));
            }
        }

        foreach (var (path, salesforcePath) in InOrder(mappings.PathsOf(objectKey)))
        {
            if (targetPath(path) is { } name)
            {
                target.SetPath(name, AsValueOf(name, SalesforcePath.Read(graph, source, salesforcePath)));
            }
        }

        return target;
    }

    private static IEnumerable<KeyValuePair<string, TValue>> InOrder<TValue>(ImmutableDictionary<string, TValue> rows) =>
        rows.IsEmpty ? [] : rows.OrderBy(row => row.Key, StringComparer.Ordinal);

    /// <summary>Metadata values are text, whatever they were in Salesforce.</summary>
    private static StripeValue? AsValueOf(string name, object? value) =>
        name.StartsWith("metadata.", StringComparison.Ordinal) && ToStripe(value) is { } known ? MetadataText(known) : ToStripe(value);

    private static StripeText MetadataText(StripeValue value) =>
        value switch
        {
            StripeFlag flag => new StripeText(flag.Value ? "true" : "false"),
            StripeNumber number => new StripeText(Money.MinorUnits.Trim(number.Value).ToString()),
            StripeText text => text,
            _ => new StripeText(value.ToString()!),
        };

    private static bool IsTermination(string path) => path.StartsWith(MappedObject.TerminationPrefix, StringComparison.Ordinal);
}
