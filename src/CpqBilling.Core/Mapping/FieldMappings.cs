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
}
