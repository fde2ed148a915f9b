namespace CpqBilling.Sandbox.Stripe.Billing;

/// <summary>A draft is not finalised by itself while somebody who asked for its creation has not confirmed it, for three days at most.</summary>
internal static class WaitingForWebhooks
{
    private const long StepSeconds = 3_600;
    private const long MostSeconds = 72 * 3_600;

    public static bool Postpones(Account account, Invoice invoice, long now)
    {
        if (!account.Decisions.FinalizationWaitsForWebhooks || now >= invoice.Created + MostSeconds || IsConfirmed(account, invoice))
        {
            return false;
        }

        invoice.AutomaticallyFinalizesAt = now + StepSeconds;
        account.Expect(invoice, now + StepSeconds, DueKind.Finalization);
        return true;
    }

    private static bool IsConfirmed(Account account, Invoice invoice) =>
        account
            .WebhookDeliveries.All.Where(delivery => delivery is { EventType: "invoice.created", Status: not Webhooks.WebhookDelivery.Delivered })
            .All(delivery => IdIn(account, delivery) != invoice.Id);

    private static string? IdIn(Account account, Webhooks.WebhookDelivery delivery) =>
        account.Events.Find(delivery.EventId) is { } record ? JsonNode.Parse(record.Snapshot)?["id"]?.GetValue<string>() : null;
}
