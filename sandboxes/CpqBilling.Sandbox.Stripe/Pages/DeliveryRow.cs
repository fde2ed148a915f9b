namespace CpqBilling.Sandbox.Stripe.Pages;

/// <summary>One attempt to deliver an event.</summary>
public sealed record AttemptRow(string At, string Outcome);

/// <summary>A delivery with its attempts.</summary>
public sealed record DeliveryRow(string EventId, string EventType, string Url, string Status, IReadOnlyList<AttemptRow> Attempts, string? NextAt)
{
    internal static DeliveryRow Of(Account account, WebhookDelivery delivery) =>
        new(
            delivery.EventId,
            delivery.EventType,
            account.WebhookEndpoints.Find(delivery.EndpointId)?.Url ?? $"{delivery.EndpointId} (deleted)",
            delivery.Status,
            [
                .. delivery.Attempts.Select(attempt => new AttemptRow(
                    attempt.At.ToString("yyyy-MM-dd HH:mm:ss"),
                    $"{attempt.Failure ?? attempt.Status.ToString()}, {attempt.Milliseconds:0} ms"
                )),
            ],
            delivery.NextAttemptAt?.ToString("yyyy-MM-dd HH:mm:ss")
        );
}
