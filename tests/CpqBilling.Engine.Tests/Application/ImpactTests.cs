using System.Text.Json;
using CpqBilling.Core.Errors;
using CpqBilling.Engine.Application.Drafts;
using CpqBilling.Engine.Sync;
using Xunit;

namespace CpqBilling.Engine.Tests.Application;

/// <summary>Which contracts a draft would bill differently: all of them are looked at, whether anybody looked before or not.</summary>
public sealed class ImpactTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task CreditsSetFromNone_ShowWhoWouldBillLess_AndChangeNothing()
    {
        await using var billing = await ReducedAsync();

        var told = await ImpactAsync(billing.Org, """{ "settings": { "creditUnusedTime": "allReductions" } }""");

        var impact = Assert.Single(told.Changes);
        // One of two units leaves on the first of July: half of its 120.00 is given back.
        Assert.Equal((24000m, 18000m, -6000m), (impact.Before, impact.After, impact.Difference));
        Assert.True(impact.IsAboutMoney);
        Assert.Equal(1, told.LookedAt);
        Assert.Null(await new ConfigurationBook(billing.Org, TestAudit.Of(billing.Org.Database)).CurrentAsync(Cancellation));
    }

    [Fact]
    public async Task AfterARestart_ContractsAreReadAnew()
    {
        await using var billing = await ReducedAsync();
        var restarted = billing.Org with { Contracts = new ContractMemory() };
        var seen = new List<SweepProgress>();

        var told = await ImpactAsync(restarted, """{ "settings": { "creditUnusedTime": "allReductions" } }""", seen.Add);

        var impact = Assert.Single(told.Changes);
        Assert.Equal((-6000m, null, false), (impact.Difference, impact.Error, impact.IsStopped));
        Assert.Equal([new SweepProgress(1, 1)], seen);
    }

    [Fact]
    public async Task WithoutEffect_NobodyIsNamed()
    {
        await using var billing = await ReducedAsync();

        Assert.Empty((await ImpactAsync(billing.Org, """{ "settings": { "autoInvoiceProrations": "draft" } }""")).Changes);
    }

    [Fact]
    public async Task MappedField_ThatNobodyReadBefore_IsRead_AndTellsOfRequestsButNotOfMoney()
    {
        await using var billing = await ReducedAsync();

        var told = await ImpactAsync(
            billing.Org,
            """{ "fieldMappings": { "subscription_schedule": { "metadata.reference": "OrderReferenceNumber" } } }"""
        );

        // The order names no reference, so nothing is sent for it; a fixed value is sent with the schedule.
        Assert.Empty(told.Changes);
        told = await ImpactAsync(billing.Org, """{ "fieldDefaults": { "customer": { "metadata.seller": "EMEA" } } }""");
        var impact = Assert.Single(told.Changes);
        Assert.Equal((false, 1, 0m), (impact.IsAboutMoney, impact.Requests, impact.Difference));
    }

    [Fact]
    public async Task OtherFilter_IsAskedOfSalesforce()
    {
        await using var billing = await ReducedAsync();

        var told = await ImpactAsync(billing.Org, """{ "settings": { "orderFilter": "Status = 'Activated' AND OrderNumber = 'none'" } }""");

        Assert.True(Assert.Single(told.Changes).NewlyFails);
    }

    [Fact]
    public async Task FieldThatTheOrgDoesNotHave_IsRefused()
    {
        await using var billing = await TestBilling.StartAsync("2026-01-01T00:00:00Z");
        var json = JsonDocument.Parse("""{ "fieldMappings": { "customer": { "metadata.x": "No_Such__c" } } }""").RootElement;

        var refused = Assert.IsType<ImpactOutcome.Refused>(
            await new ConfigurationBook(billing.Org, TestAudit.Of(billing.Org.Database)).ImpactAsync(
                new ConfigurationEdit(0, json, []),
                null,
                Cancellation
            )
        );

        Assert.Contains("No_Such__c", Assert.Single(refused.Errors).Message);
    }

    private static async Task<ImpactOutcome.Told> ImpactAsync(BillingOrg org, string json, Action<SweepProgress>? progress = null) =>
        Assert.IsType<ImpactOutcome.Told>(
            await new ConfigurationBook(org, TestAudit.Of(org.Database)).ImpactAsync(
                new ConfigurationEdit(0, JsonDocument.Parse(json).RootElement, []),
                progress,
                Cancellation
            )
        );

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
}
