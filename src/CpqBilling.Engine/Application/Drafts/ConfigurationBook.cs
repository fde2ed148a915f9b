using System.Collections.Immutable;
using System.Text.Json;
using CpqBilling.Engine.Application.Access;
using CpqBilling.Engine.Configurations;
using CpqBilling.Engine.Sync;
using CpqBilling.Storage.Auditing;
using CpqBilling.Storage.Rows;
using Microsoft.EntityFrameworkCore;

namespace CpqBilling.Engine.Application.Drafts;

/// <summary>The one way of people and programs to another configuration: what a draft would do, making it the next version, going back to an earlier one.</summary>
public sealed class ConfigurationBook(BillingOrg org, AuditTrail audit)
{
    private const int MostVersions = 50;
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };
    private readonly ConfigurationKeeper _keeper = new(org.Database);

    /// <summary>The version in force; null before the first.</summary>
    public Task<KeptConfiguration?> CurrentAsync(CancellationToken cancellation) => _keeper.CurrentAsync(org.Facts.OrgId, cancellation);

    /// <summary>How every contract would bill with the draft. Nothing is changed and nothing sent to Stripe.</summary>
    /// <param name="progress">Told after each contract, from any thread.</param>
    public async Task<ImpactOutcome> ImpactAsync(ConfigurationEdit edit, Action<SweepProgress>? progress, CancellationToken cancellation)
    {
        var draft = OrgConfiguration.Read(edit.Json);
        ImmutableArray<Core.Errors.SyncError> errors =
        [
            .. draft.Errors,
            .. draft.Errors.IsEmpty ? await new OrgCheck(org.Salesforce).CheckAsync(draft, cancellation) : [],
        ];
        if (!errors.IsEmpty)
        {
            return new ImpactOutcome.Refused(errors);
        }

        var inForce = await InForceAsync(cancellation);
        return await Task.Run(() => new ContractSweep(inForce, draft).RunAsync(progress, cancellation), cancellation);
    }

    /// <summary>Makes the draft the next version, with who and why in the audit.</summary>
    public async Task<SaveOutcome> ApplyAsync(ConfigurationEdit edit, ChangeReason change, CancellationToken cancellation)
    {
        change.By.Demand(Permission.Administer, org.Facts.OrgId);
        var draft = new ConfigurationDraft(org.Facts.OrgId, edit.Json, edit.BasedOn, change.By.Name, org.Now);
        var outcome = await _keeper.SaveAsync(draft, org.Salesforce, cancellation);
        if (outcome is ConfigurationSaved { Difference.Count: > 0 } saved)
        {
            await NoteAsync(saved, change, cancellation);
        }

        return outcome;
    }

    /// <summary>Newest first.</summary>
    public async Task<ImmutableArray<ConfigurationVersion>> VersionsAsync(CancellationToken cancellation)
    {
        await using var db = org.Database.CreateDbContext();
        var rows = await db
            .Configurations.AsNoTracking()
            .Where(row => row.OrgId == org.Facts.OrgId)
            .OrderByDescending(row => row.Version)
            .Take(MostVersions)
            .ToListAsync(cancellation);
        return [.. rows.Select(Version)];
    }

    /// <summary>The configuration of an earlier version as a draft on the present one; null when there is no such version.</summary>
    public async Task<ConfigurationEdit?> BackToAsync(int version, CancellationToken cancellation)
    {
        await using var db = org.Database.CreateDbContext();
        var row = await db
            .Configurations.AsNoTracking()
            .SingleOrDefaultAsync(row => row.OrgId == org.Facts.OrgId && row.Version == version, cancellation);
        return row is null ? null : ConfigurationEdit.Of(await CurrentAsync(cancellation), JsonDocument.Parse(row.Json).RootElement);
    }

    /// <summary>A file of <c>cpqbilling config export</c> as a draft on the present version.</summary>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public async Task<ConfigurationEdit> ImportAsync(string text, CancellationToken cancellation) =>
        ConfigurationEdit.Of(await CurrentAsync(cancellation), JsonDocument.Parse(text).RootElement);

    /// <summary>The version in force, as <see cref="ImportAsync"/> takes it.</summary>
    public async Task<string> ExportAsync(CancellationToken cancellation) =>
        await CurrentAsync(cancellation) is { } current ? JsonSerializer.Serialize(current.Json, Indented) : "{}";

    /// <summary>The org as it is configured now, whenever the page that asks was opened.</summary>
    private async Task<BillingOrg> InForceAsync(CancellationToken cancellation)
    {
        var current = await CurrentAsync(cancellation) is { } kept ? OrgConfiguration.Read(kept.Json) : OrgConfiguration.Default;
        return org with { Settings = current.Settings, Mappings = current.Mappings, OrderFilter = current.OrderFilter };
    }

    private Task NoteAsync(ConfigurationSaved saved, ChangeReason change, CancellationToken cancellation) =>
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

    private static ConfigurationVersion Version(Configuration row) =>
        new(
            row.Version,
            row.ChangedBy,
            row.ChangedAt,
            row.DifferenceJson is null
                ? []
                : [.. JsonSerializer.Deserialize<ConfigurationDifference[]>(row.DifferenceJson, JsonSerializerOptions.Web) ?? []]
        );
}
