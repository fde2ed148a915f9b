using System.Text.Json;
using System.Text.Json.Nodes;
using CpqBilling.Core.Settings;
using CpqBilling.Engine.Application.Access;
using CpqBilling.Engine.Configurations;
using CpqBilling.Engine.Sync;
using CpqBilling.Storage.Auditing;
using CpqBilling.Storage.Rows;
using Microsoft.EntityFrameworkCore;

namespace CpqBilling.Engine.Application.Preferences;

/// <summary>The settings of an org: what is in force, what a change would do, and the change itself.</summary>
public sealed class PreferenceBook(BillingOrg org, AuditTrail audit)
{
    private const int MostVersions = 50;
    private readonly ConfigurationKeeper _keeper = new(org.Database);

    public async Task<PreferencePage> ReadAsync(CancellationToken cancellation)
    {
        var current = await _keeper.CurrentAsync(org.Facts.OrgId, cancellation);
        var settings = current is null ? new BillingSettings() : OrgConfiguration.Read(current.Json).Settings;
        await using var db = org.Database.CreateDbContext();
        var versions = await db
            .Configurations.AsNoTracking()
            .Where(row => row.OrgId == org.Facts.OrgId)
            .OrderByDescending(row => row.Version)
            .Take(MostVersions)
            .ToListAsync(cancellation);
        return new PreferencePage(
            current?.Version ?? 0,
            [
                .. SettingTable.Groups.Select(group => new PreferenceGroup(
                    group.Title,
                    [.. group.Settings.Select(row => new Preference(row, row.ValueIn(settings)))]
                )),
            ],
            [.. versions.Select(Version)]
        );
    }

    /// <summary>How the contracts that were last looked at would bill with the changed settings, from their snapshots and without a call.</summary>
    /// <param name="changes">Setting → text of its new value; null takes the default.</param>
    public async Task<ImpactOutcome> ImpactAsync(IReadOnlyDictionary<string, string?> changes, CancellationToken cancellation)
    {
        var current = await _keeper.CurrentAsync(org.Facts.OrgId, cancellation);
        var draft = OrgConfiguration.Read(Changed(current, changes));
        if (!draft.Errors.IsEmpty)
        {
            return new ImpactOutcome.Refused(draft.Errors);
        }

        await using var db = org.Database.CreateDbContext();
        var contracts = await db
            .ListedOrders.Where(row => row.OrgId == org.Facts.OrgId)
            .Select(row => row.ContractKey)
            .Distinct()
            .CountAsync(cancellation);
        var snapshots = org.Contracts.All();
        return await Task.Run(() => new ImpactOutcome.Told(SettingImpact.Of(snapshots, draft, org.Now), snapshots.Length, contracts), cancellation);
    }

    /// <summary>Makes the changes the next version, with who and why in the audit.</summary>
    /// <param name="basedOn">The version the person saw.</param>
    public async Task<SaveOutcome> ApplyAsync(
        IReadOnlyDictionary<string, string?> changes,
        int basedOn,
        PreferenceChange change,
        CancellationToken cancellation
    )
    {
        change.By.Demand(Permission.Administer, org.Facts.OrgId);
        var current = await _keeper.CurrentAsync(org.Facts.OrgId, cancellation);
        var draft = new ConfigurationDraft(org.Facts.OrgId, Changed(current, changes), basedOn, change.By.Name, org.Now);
        var outcome = await _keeper.SaveAsync(draft, org.Salesforce, cancellation);
        if (outcome is ConfigurationSaved { Difference.Count: > 0 } saved)
        {
            await NoteAsync(saved, change, cancellation);
        }

        return outcome;
    }

    private Task NoteAsync(ConfigurationSaved saved, PreferenceChange change, CancellationToken cancellation) =>
        audit.AddAsync(
            change.By.Did("settings changed", org.Facts.OrgId) with
            {
                Target = $"version {saved.Version}",
                Reason = change.Reason,
                Detail = new { saved.Difference },
            },
            org.Now,
            cancellation
        );

    private static JsonElement Changed(KeptConfiguration? current, IReadOnlyDictionary<string, string?> changes)
    {
        var json = current is null ? new JsonObject() : JsonObject.Create(current.Json)!;
        var settings = json["settings"] as JsonObject ?? [];
        foreach (var (name, text) in changes)
        {
            settings.Remove(name);
            if (text is not null)
            {
                settings[name] = Value(SettingTable.Find(name), text);
            }
        }

        json.Remove("settings");
        json["settings"] = settings;
        return JsonSerializer.SerializeToElement(json);
    }

    /// <summary>As the file would say it; what does not fit is left as text, and the reader says what is wrong with it.</summary>
    private static JsonValue? Value(Setting? setting, string text) =>
        setting?.Shape switch
        {
            SettingShape.Flag when bool.TryParse(text, out var flag) => JsonValue.Create(flag),
            SettingShape.WholeNumber when int.TryParse(text, out var number) => JsonValue.Create(number),
            _ => JsonValue.Create(text),
        };

    private static PreferenceVersion Version(Configuration row) =>
        new(
            row.Version,
            row.ChangedBy,
            row.ChangedAt,
            row.DifferenceJson is null
                ? []
                : [.. JsonSerializer.Deserialize<ConfigurationDifference[]>(row.DifferenceJson, JsonSerializerOptions.Web) ?? []]
        );
}
