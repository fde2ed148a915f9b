using CpqBilling.Engine.Application.Access;
using CpqBilling.Engine.Application.Drafts;
using CpqBilling.Engine.Application.Preferences;
using CpqBilling.Engine.Configurations;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace CpqBilling.Engine.Tests.Application;

/// <summary>Settings from draft to a version in force.</summary>
public sealed class PreferenceBookTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task WrongValue_IsToldBeforeAnything()
    {
        await using var billing = await TestBilling.StartAsync("2026-01-01T00:00:00Z");
        var configurations = new ConfigurationBook(billing.Org, TestAudit.Of(billing.Org.Database));

        var edit = await DraftAsync(configurations, "maxPhaseItems", "many", 0);

        Assert.Contains("maxPhaseItems", Assert.Single(edit.Errors).Message);
        var refused = Assert.IsType<ImpactOutcome.Refused>(await configurations.ImpactAsync(edit, null, Cancellation));
        Assert.Equal(edit.Errors, refused.Errors);
    }

    [Fact]
    public async Task Applied_IsTheNextVersion_WithWhoAndWhyInTheAudit_AndAnOldDraftIsRefused()
    {
        await using var billing = await TestBilling.StartAsync("2026-01-01T00:00:00Z");
        var configurations = new ConfigurationBook(billing.Org, TestAudit.Of(billing.Org.Database));
        var change = new ChangeReason(Actor.OnMachine("Ada"), "Finance asked for it");

        var saved = await configurations.ApplyAsync(await DraftAsync(configurations, "creditUnusedTime", "allReductions", 0), change, Cancellation);
        var stale = await configurations.ApplyAsync(await DraftAsync(configurations, "terminationMetadata", "true", 0), change, Cancellation);

        Assert.Equal(1, Assert.IsType<ConfigurationSaved>(saved).Version);
        Assert.Equal(1, Assert.IsType<ConfigurationStale>(stale).Current);
        var page = await new PreferenceBook(configurations).ReadAsync(Cancellation);
        Assert.Equal((1, "allReductions"), (page.Version, ValueIn(page, "creditUnusedTime")));
        Assert.Equal(
            [("settings.creditUnusedTime", "Ada")],
            (await configurations.VersionsAsync(Cancellation)).SelectMany(version => version.Changes.Select(row => (row.Path, version.By)))
        );
        await using var db = billing.Org.Database.CreateDbContext();
        Assert.Contains("Finance asked for it", (await db.AuditLog.SingleAsync(Cancellation)).Reason);
    }

    [Fact]
    public async Task EarlierVersion_ComesBackAsADraft_AndSoDoesAFile()
    {
        await using var billing = await TestBilling.StartAsync("2026-01-01T00:00:00Z");
        var configurations = new ConfigurationBook(billing.Org, TestAudit.Of(billing.Org.Database));
        var change = new ChangeReason(Actor.OnMachine("Ada"), "try");
        await configurations.ApplyAsync(await DraftAsync(configurations, "maxPhaseItems", "15", 0), change, Cancellation);
        var file = await configurations.ExportAsync(Cancellation);
        await configurations.ApplyAsync(await DraftAsync(configurations, "maxPhaseItems", "10", 1), change, Cancellation);

        var back = await configurations.BackToAsync(1, Cancellation);
        var imported = await configurations.ImportAsync(file, Cancellation);

        Assert.Equal([new ConfigurationDifference("settings.maxPhaseItems", "10", "15")], back!.Changes);
        Assert.Equal(back.Changes, imported.Changes);
        Assert.Equal(3, Assert.IsType<ConfigurationSaved>(await configurations.ApplyAsync(back, change, Cancellation)).Version);
        Assert.Equal("15", ValueIn(await new PreferenceBook(configurations).ReadAsync(Cancellation), "maxPhaseItems"));
        Assert.Null(await configurations.BackToAsync(9, Cancellation));
    }

    private static string? ValueIn(PreferencePage page, string name) =>
        page.Groups.SelectMany(group => group.Rows).Single(row => row.Setting.Name == name).Value;

    private static Task<ConfigurationEdit> DraftAsync(ConfigurationBook configurations, string name, string value, int basedOn) =>
        new PreferenceBook(configurations).DraftAsync(new Dictionary<string, string?> { [name] = value }, basedOn, Cancellation);
}
