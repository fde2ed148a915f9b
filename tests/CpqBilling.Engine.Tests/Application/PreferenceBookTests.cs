using CpqBilling.Core.Errors;
using CpqBilling.Engine.Application.Access;
using CpqBilling.Engine.Application.Preferences;
using CpqBilling.Engine.Configurations;
using CpqBilling.Engine.Sync;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace CpqBilling.Engine.Tests.Application;

/// <summary>Settings from draft over impact to a version in force.</summary>
public sealed class PreferenceBookTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task CreditsSetFromNone_ShowWhoWouldBillLess_AndChangeNothing()
    {
        await using var billing = await ReducedAsync();
        var book = new PreferenceBook(billing.Org, TestAudit.Of(billing.Org.Database));

        var told = Assert.IsType<ImpactOutcome.Told>(await book.ImpactAsync(Changes("creditUnusedTime", "allReductions"), Cancellation));

        var impact = Assert.Single(told.Changes);
        // One of two units leaves on the first of July: half of its 120.00 is given back.
        Assert.Equal((24000m, 18000m, -6000m), (impact.Before, impact.After, impact.Difference));
        Assert.Equal((1, 1), (told.LookedAt, told.Contracts));
        Assert.Equal(0, (await book.ReadAsync(Cancellation)).Version);
    }

    [Fact]
    public async Task WithoutEffect_NobodyIsNamed()
    {
        await using var billing = await ReducedAsync();

        var told = Assert.IsType<ImpactOutcome.Told>(
            await new PreferenceBook(billing.Org, TestAudit.Of(billing.Org.Database)).ImpactAsync(
                Changes("terminationMetadata", "true"),
                Cancellation
            )
        );

        Assert.Empty(told.Changes);
    }

    [Fact]
    public async Task WrongValue_IsToldBeforeAnything()
    {
        await using var billing = await TestBilling.StartAsync("2026-01-01T00:00:00Z");

        var refused = Assert.IsType<ImpactOutcome.Refused>(
            await new PreferenceBook(billing.Org, TestAudit.Of(billing.Org.Database)).ImpactAsync(Changes("maxPhaseItems", "many"), Cancellation)
        );

        Assert.Contains("maxPhaseItems", Assert.Single(refused.Errors).Message);
    }

    [Fact]
    public async Task Applied_IsTheNextVersion_WithWhoAndWhyInTheAudit_AndAnOldDraftIsRefused()
    {
        await using var billing = await TestBilling.StartAsync("2026-01-01T00:00:00Z");
        var book = new PreferenceBook(billing.Org, TestAudit.Of(billing.Org.Database));
        var change = new PreferenceChange(Actor.OnMachine("Ada"), "Finance asked for it");

        var saved = await book.ApplyAsync(Changes("creditUnusedTime", "allReductions"), 0, change, Cancellation);
        var stale = await book.ApplyAsync(Changes("terminationMetadata", "true"), 0, change, Cancellation);

        Assert.Equal(1, Assert.IsType<ConfigurationSaved>(saved).Version);
        Assert.Equal(1, Assert.IsType<ConfigurationStale>(stale).Current);
        var page = await book.ReadAsync(Cancellation);
        Assert.Equal("allReductions", page.Groups.SelectMany(group => group.Rows).Single(row => row.Setting.Name == "creditUnusedTime").Value);
        Assert.Equal(
            [("settings.creditUnusedTime", "Ada")],
            page.Versions.SelectMany(version => version.Changes.Select(row => (row.Path, version.By)))
        );
        await using var db = billing.Org.Database.CreateDbContext();
        Assert.Contains("Finance asked for it", (await db.AuditLog.SingleAsync(Cancellation)).Reason);
    }

    /// <summary>Two units for the year, one of them taken away from July on.</summary>
    private static async Task<TestBilling> ReducedAsync()
    {
        var billing = await TestBilling.StartAsync("2026-01-01T00:00:00Z");
        var records = Contracts.Annual();
        records["OrderItem"]![0]!["Quantity"] = 2;
        await billing.LoadAsync(records);
        await SyncAsync(billing, "Order#1");
        var amendment = Contracts.Amendment();
        amendment["OrderItem"]![0]!["Quantity"] = -1;
        await billing.LoadAsync(amendment);
        await SyncAsync(billing, "Order#2");
        return billing;
    }

    private static Task<SyncReport> SyncAsync(TestBilling billing, string order) =>
        new SyncShell(billing.Org).SyncAsync(new RecordRef("Order", billing.Ids[order]), "test", Cancellation);

    private static Dictionary<string, string?> Changes(string name, string value) => new() { [name] = value };
}
