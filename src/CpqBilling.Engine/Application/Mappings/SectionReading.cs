using System.Collections.Immutable;
using CpqBilling.Core.Mapping;
using CpqBilling.Core.Translation;

namespace CpqBilling.Engine.Application.Mappings;

/// <summary>Makes the rows of a section of what is mapped and what comes of it: a pure function.</summary>
/// <param name="Before">With the version in force.</param>
/// <param name="After">With the draft.</param>
/// <param name="Unknown">Mapped fields that the org does not have, with what may have been meant.</param>
internal sealed record SectionReading(
    OrderSnapshot Snapshot,
    FieldMappings Draft,
    SampleBodies Before,
    SampleBodies After,
    IReadOnlyDictionary<MappedKey, ImmutableArray<string>> Unknown
)
{
    private const string Metadata = "metadata.";

    public MappingSection Of(string objectKey)
    {
        var (was, will) = (Before.Of(objectKey) ?? Nothing, After.Of(objectKey) ?? Nothing);
        var mapped = Draft.PathsOf(objectKey).Keys.Union(Draft.DefaultsOf(objectKey).Keys);
        var rows = was
            .Keys.Union(will.Keys)
            .Union(mapped)
            .Order(StringComparer.Ordinal)
            .Select(path => Row(new MappedKey(objectKey, path), was.GetValueOrDefault(path), will.GetValueOrDefault(path)));
        var root = MappedObject.Roots[objectKey];
        var isMade = After.Of(objectKey) is not null || Before.Of(objectKey) is not null;
        return new MappingSection(
            objectKey,
            root,
            isMade ? After.RecordOf(objectKey) ?? Before.RecordOf(objectKey) ?? Snapshot.Records.OfType(root).FirstOrDefault()?.Id : null,
            [.. rows],
            will.Keys.Count(path => path.StartsWith(Metadata, StringComparison.Ordinal))
        );
    }

    private static IReadOnlyDictionary<string, string> Nothing { get; } = ImmutableDictionary<string, string>.Empty;

    private MappingRow Row(MappedKey key, string? before, string? after)
    {
        var source = new MappedSource(
            Draft.PathsOf(key.ObjectKey).GetValueOrDefault(key.StripePath),
            Draft.DefaultsOf(key.ObjectKey).GetValueOrDefault(key.StripePath) is { } value ? Text(value) : null
        );
        var isMapped = source != MappedSource.None;
        var near = Unknown.GetValueOrDefault(key);
        var state =
            !near.IsDefault ? MappingState.UnknownField
            : !isMapped ? MappingState.Default
            : after is null ? MappingState.Unset
            : MappingState.Mapped;
        return new MappingRow(key, state, source, before, after, near.IsDefault ? [] : near)
        {
            IsOurs = !isMapped && key.StripePath.StartsWith(Metadata + Snapshot.Settings.MetadataPrefix, StringComparison.Ordinal),
        };
    }

    private static string Text(object value) => value is bool flag ? (flag ? "true" : "false") : $"{value}";
}
