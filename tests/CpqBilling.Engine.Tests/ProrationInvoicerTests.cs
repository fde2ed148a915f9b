using System.Text.Json;
using CpqBilling.Engine.Prorations;
using Xunit;

namespace CpqBilling.Engine.Tests;

/// <summary>Proration items are invoiced when they become pending, once.</summary>
public sealed class ProrationInvoicerTests
{
    [Fact]
    public async Task PendingProration_IsInvoicedAndFinalizedOnce()
    {
        await using var billing = await AmendedAsync();
        var notice = await CreatedItemAsync(billing);
        var invoicer = new ProrationInvoicer(billing.Org);

        var first = await invoicer.HandleAsync(notice, CancellationToken.None);
        var second = await invoicer.HandleAsync(notice, CancellationToken.None);

        Assert.Equal(ProrationOutcome.Invoiced, first);
        Assert.Equal(ProrationOutcome.NotOurs, second);
        var invoice = Assert.Single(
            await billing.ListAsync("/v1/invoices"),
            candidate => candidate.GetProperty("metadata").TryGetProperty("salesforce_proration_invoice", out _)
        );
        Assert.Equal(12000, invoice.GetProperty("total").GetInt32());
        Assert.NotEqual("draft", invoice.GetProperty("status").GetString());
    }

    [Fact]
    public async Task ItemWithoutOurMark_IsLeftAlone()
    {
        await using var billing = await AmendedAsync();
        var foreign = (await CreatedItemAsync(billing)).GetRawText().Replace("salesforce_proration", "somebody_else", StringComparison.Ordinal);

        var outcome = await new ProrationInvoicer(billing.Org).HandleAsync(JsonDocument.Parse(foreign).RootElement, CancellationToken.None);

        Assert.Equal(ProrationOutcome.NotOurs, outcome);
    }

    private static async Task<TestBilling> AmendedAsync()
    {
        var billing = await TestBilling.StartAsync("2026-01-01T00:00:00Z");
        await billing.LoadAsync(Contracts.Annual());
        await billing.SyncAsync("Order#1");
        await billing.LoadAsync(Contracts.Amendment());
        await billing.SyncAsync("Order#2");
        await billing.MoveToAsync("2026-07-01T00:00:00Z");
        return billing;
    }

    private static async Task<JsonElement> CreatedItemAsync(TestBilling billing) =>
        Assert.Single(await billing.ListAsync("/v1/events?type=invoiceitem.created"));
}
