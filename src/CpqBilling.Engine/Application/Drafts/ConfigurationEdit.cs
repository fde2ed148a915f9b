using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using CpqBilling.Core.Errors;
using CpqBilling.Engine.Configurations;

namespace CpqBilling.Engine.Application.Drafts;

/// <summary>Settings and mappings as somebody would have them: a draft on a version, not in force.</summary>
/// <param name="BasedOn">The version the person saw; 0 before the first.</param>
/// <param name="Json">The whole configuration, as its file would say it.</param>
/// <param name="Changes">Against that version.</param>
public sealed record ConfigurationEdit(int BasedOn, JsonElement Json, IReadOnlyList<ConfigurationDifference> Changes)
{
    /// <summary>What is wrong with it and can be told without asking Salesforce.</summary>
    public ImmutableArray<SyncError> Errors => OrgConfiguration.Read(Json).Errors;

    /// <param name="current">Null before the first version.</param>
    /// <param name="edit">Changes a copy of it, whose parts may be missing.</param>
    internal static ConfigurationEdit Of(KeptConfiguration? current, Action<JsonObject> edit)
    {
        var json = current is null ? [] : JsonObject.Create(current.Json)!;
        edit(json);
        return Of(current, JsonSerializer.SerializeToElement(json));
    }

    internal static ConfigurationEdit Of(KeptConfiguration? current, JsonElement json) =>
        new(current?.Version ?? 0, json, ConfigurationKeeper.Difference(current?.Json ?? default, json));

    /// <summary>A part of the configuration, or of one of its tables; made when it is not there.</summary>
    internal static JsonObject Part(JsonObject json, string name)
    {
        if (json[name] is JsonObject known)
        {
            return known;
        }

        var part = new JsonObject();
        json[name] = part;
        return part;
    }
}
