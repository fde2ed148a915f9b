namespace CpqBilling.Sandbox.Stripe.Webhooks;

/// <summary>Keeps book of what is to be delivered and what was. All calls happen under the account's gate.</summary>
internal static class DeliveryBook
{
    private const int MostKept = 5_000;

    /// <summary>One delivery for every endpoint that wants the event.</summary>
    public static IReadOnlyList<WebhookDelivery> Open(Account account, EventRecord record)
    {
        List<WebhookDelivery> made = [];
        foreach (var endpoint in account.WebhookEndpoints.All.Where(endpoint => endpoint.Wants(record.Type)))
        {
            made.Add(Open(account, record, endpoint));
        }

        return made;
    }

    public static WebhookDelivery Open(Account account, EventRecord record, WebhookEndpoint endpoint)
    {
        var delivery = account.Stamp(
            new WebhookDelivery
            {
                EndpointId = endpoint.Id,
                EventId = record.Id,
                EventType = record.Type,
            },
            account.Clock.WallNow
        );
        record.PendingWebhooks++;
        account.WebhookDeliveries.Add(delivery);
        ForgetOldest(account);
        return delivery;
    }

    /// <summary>A failed delivery stays counted as pending, as the service does; one whose endpoint is gone does not.</summary>
    public static void Close(Account account, WebhookDelivery delivery, string status)
    {
        delivery.Status = status;
        delivery.NextAttemptAt = null;
        if (
            account.Events.Find(delivery.EventId) is { PendingWebhooks: > 0 } record
            && (status == WebhookDelivery.Delivered || !account.WebhookEndpoints.Contains(delivery.EndpointId))
        )
        {
            record.PendingWebhooks--;
            account.Events.Touched?.Add(record);
        }
    }

    private static void ForgetOldest(Account account)
    {
        // Removing is linear, so it happens rarely and in bulk.
        if (account.WebhookDeliveries.All.Count < MostKept * 2)
        {
            return;
        }

        foreach (var old in account.WebhookDeliveries.All.Take(MostKept).Where(delivery => delivery.Status != WebhookDelivery.Pending).ToList())
        {
            account.WebhookDeliveries.Remove(old);
        }
    }
}
