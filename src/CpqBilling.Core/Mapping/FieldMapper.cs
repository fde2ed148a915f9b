using System.Collections.Immutable;
using CpqBilling.Core.Calendar;
using CpqBilling.Core.Cpq;
using CpqBilling.Core.Errors;
using CpqBilling.Core.Requests;
using NodaTime;

namespace CpqBilling.Core.Mapping;

/// <summary>Evaluates mappings for one record: built-in paths, then static values, then dynamic paths; later wins.</summary>
/// <remarks>
/// docs/rules/mapping.md 1, with its defects mended: an unchecked checkbox is sent as false. Everything a path can reach was loaded
/// with the contract, so nothing is asked for here. Values are converted to what Stripe takes; one that cannot be is an error
/// on the record mapped, never a request that is refused.
/// </remarks>
public sealed class FieldMapper(RecordGraph graph, FieldMappings mappings, BillingDay? day = null)
{
    /// <summary>Of mapped objects only: nearly all questions are about fields that nobody mapped, and lines ask many.</summary>
    private readonly Dictionary<string, Rows> _rows = mappings
        .Defaults.Keys.Union(mappings.Paths.Keys)
        .ToDictionary(key => key, key => new Rows(mappings.DefaultsOf(key), mappings.PathsOf(key)));

    private readonly BillingDay _day = day ?? new BillingDay(DateTimeZone.Utc);

    public RecordGraph Graph => graph;

    public bool Has(string objectKey, string path) =>
        _rows.TryGetValue(objectKey, out var rows) && (rows.Defaults.ContainsKey(path) || rows.Paths.ContainsKey(path));

    /// <summary>The mapped value of one Stripe path, or null when it is not mapped or empty.</summary>
    public object? Value(string objectKey, string path, CpqRecord source)
    {
        if (!_rows.TryGetValue(objectKey, out var rows))
        {
            return null;
        }

        if (rows.Paths.TryGetValue(path, out var salesforcePath) && SalesforcePath.Read(graph, source, salesforcePath) is { } dynamic)
        {
            return dynamic;
        }

        return rows.Defaults.GetValueOrDefault(path);
    }

    /// <summary>The Salesforce path mapped to a Stripe path, if any.</summary>
    public string? PathOf(string objectKey, string path) => _rows.GetValueOrDefault(objectKey)?.Paths.GetValueOrDefault(path);

    /// <summary>Every mapped value of an object, except termination rows.</summary>
    public Checked<StripeMap> Apply(string objectKey, CpqRecord source) => Apply(objectKey, source, new StripeMap());

    /// <summary>A body with every mapped value of an object laid over it, except termination rows.</summary>
    public Checked<StripeMap> Apply(string objectKey, CpqRecord source, StripeMap target) =>
        ApplyRows(objectKey, source, target, path => IsTermination(path) ? null : path);

    /// <summary>The termination rows of an object, without their prefix.</summary>
    public Checked<StripeMap> ApplyTermination(string objectKey, CpqRecord source) =>
        ApplyRows(objectKey, source, new StripeMap(), path => IsTermination(path) ? path[MappedObject.TerminationPrefix.Length..] : null);

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

    private Checked<StripeMap> ApplyRows(string objectKey, CpqRecord source, StripeMap target, Func<string, string?> targetPath)
    {
        if (!_rows.TryGetValue(objectKey, out var rows))
        {
            return target;
        }

        var dynamic = rows
            .Paths.Select(row => (Path: row.Key, Value: SalesforcePath.Read(graph, source, row.Value)))
            .Where(row => ToStripe(row.Value) is not null)
            .ToDictionary(row => row.Path, row => row.Value);
        var fixedValues = rows.Defaults.Where(row => !dynamic.ContainsKey(row.Key)).Select(row => (Path: row.Key, row.Value));
        var values =
            from row in fixedValues.OrderBy(row => row.Path, StringComparer.Ordinal).Concat(Ordered(dynamic))
            let name = targetPath(row.Path)
            where name is not null
            select AsValueOf(new MappedPath(objectKey, name), row.Value, source).Select(value => (Name: name, Value: value));
        return Checked
            .All(values)
            .Select(found => CustomFields.Listed(found.Aggregate(target, (map, field) => map.SetPath(field.Name, field.Value))));
    }

    private static IEnumerable<(string Path, object? Value)> Ordered(Dictionary<string, object?> rows) =>
        rows.OrderBy(row => row.Key, StringComparer.Ordinal).Select(row => (row.Key, row.Value));

    /// <summary>Metadata values are text, whatever they were in Salesforce; others are converted to the type of the field.</summary>
    private Checked<StripeValue?> AsValueOf(MappedPath path, object? value, CpqRecord source)
    {
        if (ToStripe(value) is not { } known)
        {
            return Checked.Of<StripeValue?>(null);
        }

        if (path.Name.StartsWith("metadata.", StringComparison.Ordinal) || CustomFields.LabelOf(path.Name) is not null and not ("name" or "value"))
        {
            return Checked.Of<StripeValue?>(TextOf(known));
        }

        var field = StripeFields.Of(path.ObjectKey, path.Name);
        return field.Convert(value!, _day) is { } converted
            ? Checked.Of<StripeValue?>(converted)
            : Checked.Of<StripeValue?>(
                null,
                MappingErrors.MappedValueInvalid(new RecordRef(source.Type, source.Id), $"{path.ObjectKey}.{path.Name}", $"{value}", field.Expected)
            );
    }

    /// <summary>A value as people read it, where Stripe takes text whatever it was in Salesforce.</summary>
    internal static string TextOf(StripeValue value) =>
        value switch
        {
            StripeFlag flag => flag.Value ? "true" : "false",
            StripeNumber number => Money.MinorUnits.Trim(number.Value).ToString(),
            StripeText text => text.Value,
            _ => value.ToString()!,
        };

    private sealed record Rows(ImmutableDictionary<string, object?> Defaults, ImmutableDictionary<string, string> Paths);

    private readonly record struct MappedPath(string ObjectKey, string Name);

    private static bool IsTermination(string path) => path.StartsWith(MappedObject.TerminationPrefix, StringComparison.Ordinal);
}
