using CpqBilling.Core.Mapping;

namespace CpqBilling.Salesforce;

/// <summary>Mapped Salesforce paths by the object they start from.</summary>
internal static class MappedPaths
{
    public static IEnumerable<string> From(FieldMappings mappings, string root) =>
        MappedObject.Roots.Where(entry => entry.Value == root).SelectMany(entry => mappings.PathsOf(entry.Key).Values).Order(StringComparer.Ordinal);

    /// <summary>A path that cannot be one: it would break the query, or do worse.</summary>
    public static string? FirstMalformed(FieldMappings mappings) =>
        MappedObject.Roots.Keys.SelectMany(key => mappings.PathsOf(key).Values).FirstOrDefault(path => !Soql.IsPath(path));
}
