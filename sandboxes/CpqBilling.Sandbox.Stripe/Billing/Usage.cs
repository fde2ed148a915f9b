namespace CpqBilling.Sandbox.Stripe.Billing;

/// <summary>Adds up meter events of a span that includes its start and not its end.</summary>
internal static class Usage
{
    public static decimal Between(Account account, Meter meter, string customerId, long start, long end)
    {
        var events = account
            .MeterEvents.OwnedBy(customerId)
            .Where(usage => usage.MeterId == meter.Id && !usage.IsCancelled && usage.Timestamp >= start && usage.Timestamp < end);
        return meter.Formula switch
        {
            "count" => events.Count(),
            "last" => events.OrderBy(usage => usage.Timestamp).ThenBy(usage => usage.Sequence).LastOrDefault()?.Value ?? 0,
            _ => Math.Max(0, events.Sum(usage => usage.Value)),
        };
    }
}
