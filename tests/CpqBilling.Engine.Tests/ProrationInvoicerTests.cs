using System.Text.Json;
using System.Text.Json.Nodes;
using CpqBilling.Core.Requests;
using CpqBilling.Core.Settings;
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

    [Fact]
    public async Task DraftSetting_LeavesADraft()
    {
        await using var billing = await AmendedAsync();
        var drafts = billing.Org with { Settings = billing.Org.Settings with { AutoInvoiceProrations = ProrationInvoices.Draft } };

        var outcome = await new ProrationInvoicer(drafts).HandleAsync(await CreatedItemAsync(billing), CancellationToken.None);

        Assert.Equal(ProrationOutcome.Invoiced, outcome);
        var invoice = Assert.Single(await ProrationInvoicesAsync(billing));
        Assert.Equal(("draft", 12000), (invoice.GetProperty("status").GetString(), invoice.GetProperty("total").GetInt32()));
        // Stripe would send it by itself within the hour.
        Assert.False(invoice.GetProperty("auto_advance").GetBoolean());
        Assert.Single(invoice.GetProperty("lines").GetProperty("data").EnumerateArray());
    }

    [Fact]
    public async Task ItemWithoutASubscription_IsLeftAlone()
    {
        await using var billing = await AmendedAsync();
        var notice = JsonNode.Parse((await CreatedItemAsync(billing)).GetRawText())!;
        notice["data"]!["object"]!["parent"] = null;

        var outcome = await new ProrationInvoicer(billing.Org).HandleAsync(
            JsonDocument.Parse(notice.ToJsonString()).RootElement,
            CancellationToken.None
        );

        Assert.Equal(ProrationOutcome.NotOurs, outcome);
        Assert.Empty(await ProrationInvoicesAsync(billing));
    }

    /// <summary>A one-time line has no time that it is for, and stands on the next bill.</summary>
    [Fact]
    public async Task ItemOfAMoment_IsLeftAlone()
    {
        await using var billing = await AmendedAsync();
        var notice = JsonNode.Parse((await CreatedItemAsync(billing)).GetRawText())!;
        var period = notice["data"]!["object"]!["period"]!;
        period["end"] = period["start"]!.DeepClone();

        var outcome = await new ProrationInvoicer(billing.Org).HandleAsync(
            JsonDocument.Parse(notice.ToJsonString()).RootElement,
            CancellationToken.None
        );

        Assert.Equal(ProrationOutcome.NotOurs, outcome);
        Assert.Empty(await ProrationInvoicesAsync(billing));
    }

    [Fact]
    public async Task ItemInvoicedBySomebodyElse_IsLeftAlone()
    {
        await using var billing = await AmendedAsync();
        var notice = await CreatedItemAsync(billing);
        var item = notice.GetProperty("data").GetProperty("object");
        var subscription = item.GetProperty("parent").GetProperty("subscription_details").GetProperty("subscription").GetString();
        await billing.PostAsync(
            "/v1/invoices",
            new StripeMap().Set("customer", item.GetProperty("customer").GetString()).Set("subscription", subscription)
        );

        var outcome = await new ProrationInvoicer(billing.Org).HandleAsync(notice, CancellationToken.None);

        Assert.Equal(ProrationOutcome.AlreadyInvoiced, outcome);
        Assert.Empty(await ProrationInvoicesAsync(billing));
    }

    private static async Task<List<JsonElement>> ProrationInvoicesAsync(TestBilling billing) =>
        [
            .. (await billing.ListAsync("/v1/invoices")).Where(invoice =>
                invoice.GetProperty("metadata").TryGetProperty("salesforce_proration_invoice", out _)
            ),
        ];

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
