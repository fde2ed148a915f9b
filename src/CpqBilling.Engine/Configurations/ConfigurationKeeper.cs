using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using CpqBilling.Core.Errors;
using CpqBilling.Salesforce;
using CpqBilling.Storage;
using NodaTime;

namespace CpqBilling.Engine.Configurations;

/// <summary>Saves settings and mappings, checked, as versions; a change made from an outdated version is refused (docs/rules/mapping.md 4).</summary>
public sealed class ConfigurationKeeper(BillingDatabase database)
{
    private static readonly string[] Parts = ["settings", "fieldDefaults", "fieldMappings"];
    private readonly ConfigurationStore _store = new(database);

    /// <summary>The version in force; null before the first.</summary>
    public async Task<KeptConfiguration?> CurrentAsync(string orgId, CancellationToken cancellation) =>
        await _store.CurrentAsync(orgId, cancellation) is { } row
            ? new KeptConfiguration(row.Version, JsonDocument.Parse(row.Json).RootElement, row.ChangedBy, row.ChangedAt, row.DifferenceJson)
            : null;

    /// <param name="org">Where it is reachable, its fields and filters are checked too.</param>
    public async Task<SaveOutcome> SaveAsync(ConfigurationDraft draft, SalesforceSession? org, CancellationToken cancellation)
    {
        var configuration = OrgConfiguration.Read(draft.Json);
        ImmutableArray<SyncError> errors =
        [
            .. configuration.Errors,
            .. org is null ? [] : await new OrgCheck(org).CheckAsync(configuration, cancellation),
        ];
        if (!errors.IsEmpty)
        {
            return new ConfigurationRefused(errors);
        }

        var current = await CurrentAsync(draft.OrgId, cancellation);
        if ((current?.Version ?? 0) != draft.BasedOn)
        {
            return new ConfigurationStale(current?.Version ?? 0);
        }

        var json = Canonical(draft.Json);
        var difference = Difference(current?.Json ?? default, json);
        if (current is not null && difference.Count == 0)
        {
            return new ConfigurationSaved(current.Version, difference);
        }

        var change = new ConfigurationChange(
            draft.OrgId,
            draft.BasedOn,
            json.GetRawText(),
            JsonSerializer.Serialize(difference, JsonSerializerOptions.Web),
            draft.By,
            draft.At
        );
        return await _store.ChangeAsync(change, cancellation) is { } version
            ? new ConfigurationSaved(version, difference)
            : new ConfigurationStale((await CurrentAsync(draft.OrgId, cancellation))!.Version);
    }

    /// <summary>Every row that was added, changed or taken out, by its path.</summary>
    public static IReadOnlyList<ConfigurationDifference> Difference(JsonElement before, JsonElement after)
    {
        var (old, now) = (Rows(before), Rows(after));
        return
        [
            .. old
                .Keys.Union(now.Keys)
                .Order(StringComparer.Ordinal)
                .Select(path => new ConfigurationDifference(path, old.GetValueOrDefault(path), now.GetValueOrDefault(path)))
                .Where(row => row.Before != row.After),
        ];
    }

    /// <summary>The three parts and nothing else: a case file holds records too.</summary>
    private static JsonElement Canonical(JsonElement json)
    {
        var kept = new JsonObject();
        foreach (var part in Parts)
        {
            kept[part] = OrgConfiguration.Part(json, part) is { ValueKind: JsonValueKind.Object } found ? JsonObject.Create(found) : new JsonObject();
        }

        return JsonSerializer.SerializeToElement(kept);
    }

    private static Dictionary<string, string> Rows(JsonElement json)
    {
        var rows = new Dictionary<string, string>();
        foreach (var setting in Members(OrgConfiguration.Part(json, Parts[0])))
        {
            rows[$"{Parts[0]}.{setting.Name}"] = setting.Value.GetRawText();
        }

        foreach (var part in Parts[1..])
        {
            foreach (var table in Members(OrgConfiguration.Part(json, part)))
            {
                foreach (var row in Members(table.Value))
                {
                    rows[$"{part}.{table.Name}.{row.Name}"] = row.Value.GetRawText();
                }
            }
        }

        return rows;
    }

    private static List<JsonProperty> Members(JsonElement json) => json.ValueKind == JsonValueKind.Object ? [.. json.EnumerateObject()] : [];
}

/// <param name="BasedOn">The version the change was made from; 0 for the first.</param>
public sealed record ConfigurationDraft(string OrgId, JsonElement Json, int BasedOn, string By, Instant At);

public sealed record KeptConfiguration(int Version, JsonElement Json, string ChangedBy, Instant ChangedAt, string? DifferenceJson);

/// <param name="Before">As JSON; null when the row is new.</param>
/// <param name="After">As JSON; null when the row was taken out.</param>
public sealed record ConfigurationDifference(string Path, string? Before, string? After);

/// <summary>What came of saving: a closed union.</summary>
public abstract record SaveOutcome
{
    private protected SaveOutcome() { }
}

/// <param name="Difference">Empty when nothing changed: then no version was made.</param>
public sealed record ConfigurationSaved(int Version, IReadOnlyList<ConfigurationDifference> Difference) : SaveOutcome;

/// <summary>Somebody saved another version meanwhile.</summary>
public sealed record ConfigurationStale(int Current) : SaveOutcome;

public sealed record ConfigurationRefused(ImmutableArray<SyncError> Errors) : SaveOutcome;
