using System.Text.Json;
using CpqBilling.Core.Errors;
using CpqBilling.Core.Planning;
using CpqBilling.Core.Pricing;
using CpqBilling.Core.Requests;
using CpqBilling.Core.Settings;
using CpqBilling.Engine.Sync;
using CpqBilling.Storage;
using CpqBilling.Stripe;

namespace CpqBilling.Engine.Prorations;

/// <summary>Invoices proration items as they become pending, instead of with the next cycle (docs/rules/plan.md 10).</summary>
/// <remarks>
/// One invoice sweeps all pending items of a subscription: debit and credit of an amendment stand together, and later
/// events of the same sweep find their item invoiced. The key is made of the item, so a repeated event makes no second one.
/// </remarks>
public sealed class ProrationInvoicer(BillingOrg org)
{
    private const string EventType = "invoiceitem.created";

    /// <param name="notice">A Stripe event, its signature verified.</param>
    public async Task<ProrationOutcome> HandleAsync(JsonElement notice, CancellationToken cancellation)
    {
        if (org.Settings.AutoInvoiceProrations == ProrationInvoices.Off || notice.GetProperty("type").GetString() != EventType)
        {
            return ProrationOutcome.NotOurs;
        }

        var inbox = new WebhookInbox(org.Database);
        var item = notice.GetProperty("data").GetProperty("object");
        var eventId = notice.GetProperty("id").GetString()!;
        var itemId = item.GetProperty("id").GetString()!;
        if (!IsOurProration(item) || !await inbox.AcceptAsync(new ReceivedEvent(org.Facts.OrgId, eventId, EventType, itemId, org.Now), cancellation))
        {
            return ProrationOutcome.NotOurs;
        }

        var outcome = await InvoiceAsync(itemId, cancellation);
        if (outcome != ProrationOutcome.Failed)
        {
            await inbox.MarkHandledAsync(org.Facts.OrgId, eventId, org.Now, cancellation);
        }

        return outcome;
    }

    private async Task<ProrationOutcome> InvoiceAsync(string itemId, CancellationToken cancellation)
    {
        if (await org.Stripe.GetAsync($"/v1/invoiceitems/{itemId}", null, cancellation) is not StripeAnswered { Body: var item })
        {
            return ProrationOutcome.Failed;
        }

        if (item.GetProperty("invoice").ValueKind != JsonValueKind.Null)
        {
            return ProrationOutcome.AlreadyInvoiced;
        }

        var finalizes = org.Settings.AutoInvoiceProrations == ProrationInvoices.Finalize;
        var body = new StripeMap()
            .Set("customer", item.GetProperty("customer").GetString())
            .Set("subscription", SubscriptionOf(item))
            .Set("auto_advance", finalizes)
            .SetPath($"metadata.{org.Settings.MetadataPrefix}proration_invoice", "true");
        var invoice = await SendAsync($"prorations/{itemId}", "/v1/invoices", body, itemId, cancellation);
        if (invoice is not StripeAnswered created)
        {
            return ProrationOutcome.Failed;
        }

        if (!finalizes)
        {
            return ProrationOutcome.Invoiced;
        }

        var path = $"/v1/invoices/{created.Id}/finalize";
        return
            await SendAsync($"prorations/{itemId}/finalize", path, new StripeMap().Set("auto_advance", true), itemId, cancellation) is StripeAnswered
            ? ProrationOutcome.Invoiced
            : ProrationOutcome.Failed;
    }

    private Task<StripeReply> SendAsync(string key, string path, StripeMap body, string itemId, CancellationToken cancellation)
    {
        var step = new PlanStep(key, StripeMethod.Post, path, body, itemId, new RecordRef("Organization", org.Facts.OrgId));
        return org.Stripe.SendAsync(step.Method, path, body, IdempotencyKey.For(org.Facts.OrgId, step, body), cancellation);
    }

    /// <summary>Pending on a subscription, for a period, and marked by us.</summary>
    private bool IsOurProration(JsonElement item)
    {
        var period = item.GetProperty("period");
        return SubscriptionOf(item) is not null
            && period.GetProperty("start").GetInt64() != period.GetProperty("end").GetInt64()
            && item.GetProperty("metadata").TryGetProperty(org.Settings.MetadataPrefix + PriceMarks.Proration, out var mark)
            && mark.GetString() == "true";
    }

    private static string? SubscriptionOf(JsonElement item) =>
        item.TryGetProperty("parent", out var parent)
        && parent.ValueKind == JsonValueKind.Object
        && parent.TryGetProperty("subscription_details", out var details)
        && details.ValueKind == JsonValueKind.Object
            ? details.GetProperty("subscription").GetString()
            : null;
}

public enum ProrationOutcome
{
    /// <summary>Another event, a foreign item, or one handled before.</summary>
    NotOurs,

    AlreadyInvoiced,
    Invoiced,

    /// <summary>Stripe failed; the event is handled again when it is repeated.</summary>
    Failed,
}
