namespace CpqBilling.Sandbox.Stripe.Faults;

/// <summary>The refusals that planned faults give, with the headers the service sends along.</summary>
internal static class FaultAnswers
{
    private const string Invalid = "invalid_request_error";

    public static RefusalException For(FaultRule rule, string? key)
    {
        var usual = Usual(rule, key);
        return new RefusalException(
            rule.Status ?? usual.Status,
            rule.Type ?? usual.Type,
            rule.Code ?? usual.Code,
            null,
            rule.Message ?? usual.Message
        )
        {
            FoundBeforeExecution = !rule.Stored,
            Headers = Merged(usual.Headers, rule.Headers),
        };
    }

    public static RefusalException RateLimited(string reason) =>
        new(
            429,
            Invalid,
            "rate_limit",
            null,
            "Testmode request rate limit exceeded, the rate limits in testmode are lower than livemode. You can learn more about rate limits here https://stripe.com/docs/rate-limits."
        )
        {
            FoundBeforeExecution = true,
            Headers = new Dictionary<string, string> { ["Stripe-Rate-Limited-Reason"] = reason },
        };

    private static RefusalException Usual(FaultRule rule, string? key) =>
        rule.Kind switch
        {
            FaultKind.RateLimit => RateLimited("global-rate"),
            FaultKind.Conflict => Errors.IdempotencyInUse(key ?? "none"),
            FaultKind.LockTimeout => Errors.LockTimeout(),
            _ => new RefusalException(500, "api_error", null, null, "An unknown error occurred.") { Headers = ShouldRetry(rule) },
        };

    // Asking again would only replay a stored answer, so the service tells clients not to.
    private static Dictionary<string, string> ShouldRetry(FaultRule rule) => rule.Stored ? new() { ["Stripe-Should-Retry"] = "false" } : [];

    private static Dictionary<string, string> Merged(IReadOnlyDictionary<string, string> usual, Dictionary<string, string> own)
    {
        var result = new Dictionary<string, string>(usual);
        foreach (var (name, value) in own)
        {
            result[name] = value;
        }

        return result;
    }
}
