using System.Collections.Immutable;

namespace CpqBilling.Core.Mapping;

/// <summary>What an administrator mapped, by Stripe object: static values and Salesforce paths, both by Stripe path.</summary>
public sealed record FieldMappings
{
    private static readonly ImmutableDictionary<string, object?> NoValues = ImmutableDictionary<string, object?>.Empty;
    private static readonly ImmutableDictionary<string, string> NoPaths = ImmutableDictionary<string, string>.Empty;

    public static FieldMappings None { get; } = new();

    /// <summary>Object key → Stripe path → text, decimal or true/false.</summary>
    public ImmutableDictionary<string, ImmutableDictionary<string, object?>> Defaults { get; init; } =
        ImmutableDictionary<string, ImmutableDictionary<string, object?>>.Empty;

    /// <summary>Object key → Stripe path → Salesforce path from the object's root record.</summary>
    public ImmutableDictionary<string, ImmutableDictionary<string, string>> Paths { get; init; } =
        ImmutableDictionary<string, ImmutableDictionary<string, string>>.Empty;

    public ImmutableDictionary<string, object?> DefaultsOf(string objectKey) => Defaults.GetValueOrDefault(objectKey, NoValues);

    public ImmutableDictionary<string, string> PathsOf(string objectKey) => Paths.GetValueOrDefault(objectKey, NoPaths);

    /// <summary>Paths of both, for loading what either looks at; fixed values are left out.</summary>
    public static FieldMappings OfBoth(FieldMappings one, FieldMappings other) =>
        new()
        {
            Paths = one
                .Paths.Keys.Union(other.Paths.Keys)
                .ToImmutableDictionary(
                    key => key,
                    key => one.PathsOf(key).Values.Union(other.PathsOf(key).Values).ToImmutableDictionary(path => path, path => path)
                ),
        };

    /// <summary>Every path of the other is a path here too, from the same object.</summary>
    public bool Reaches(FieldMappings other) => other.Paths.Keys.All(key => other.PathsOf(key).Values.All(PathsOf(key).Values.Contains));
}
