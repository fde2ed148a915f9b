namespace CpqBilling.Sandbox.Stripe.Protocol;

/// <summary>Names every refusal that more than one endpoint can give.</summary>
internal static class Errors
{
    private const string Invalid = "invalid_request_error";

    public static RefusalException Refused(string message, string? param = null, string? code = null) => new(400, Invalid, code, param, message);

    public static RefusalException Malformed(string message, string? param = null, string? code = null) =>
        new(400, Invalid, code, param, message) { FoundBeforeExecution = true };

    public static RefusalException UnknownParameters(IReadOnlyList<string> names) =>
        Malformed(
            names.Count == 1 ? $"Received unknown parameter: {names[0]}" : $"Received unknown parameters: {string.Join(", ", names)}",
            names[0],
            "parameter_unknown"
        );

    public static RefusalException Missing(string name) => Malformed($"Missing required param: {name}.", name, "parameter_missing");

    public static RefusalException Exclusive(string first, string second) =>
        Malformed($"You may only specify one of these parameters: {first}, {second}.", first);

    public static RefusalException NotFound(string name, string id, string param = "id") =>
        new(404, Invalid, "resource_missing", param, $"No such {name}: '{id}'");

    public static RefusalException NoSuch(string name, string id, string param) =>
        new(400, Invalid, "resource_missing", param, $"No such {name}: '{id}'");

    public static RefusalException UnknownUrl(string method, string path) =>
        new(
            404,
            Invalid,
            null,
            null,
            $"Unrecognized request URL ({method}: {path}). Please see https://stripe.com/docs or we can help at https://support.stripe.com/."
        );

    public static RefusalException Unauthenticated(string message, string? code = null) =>
        new(401, Invalid, code, null, message)
        {
            FoundBeforeExecution = true,
            Headers = new Dictionary<string, string> { ["WWW-Authenticate"] = "Basic realm=\"Stripe\"" },
        };

    public static RefusalException Forbidden(string message, string? code = null) =>
        new(403, Invalid, code, null, message) { FoundBeforeExecution = true };

    public static RefusalException IdempotencyMismatch(string key) =>
        new(
            400,
            "idempotency_error",
            null,
            null,
            $"Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '{key}' if you meant to execute a different request."
        )
        {
            FoundBeforeExecution = true,
        };

    public static RefusalException IdempotencyInUse(string key) =>
        new(
            409,
            "idempotency_error",
            "idempotency_key_in_use",
            null,
            $"There is currently another in-progress request using this Idempotent Key (that probably means you submitted twice, and the other request is still going through): {key}. Please try again later."
        )
        {
            FoundBeforeExecution = true,
        };

    public static RefusalException ClockBusy() =>
        new(429, Invalid, "lock_timeout", null, "Test clock advancement underway. Wait until the clock is ready.")
        {
            FoundBeforeExecution = true,
            Headers = new Dictionary<string, string> { ["Stripe-Should-Retry"] = "true" },
        };

    public static RefusalException LockTimeout() =>
        new(
            429,
            Invalid,
            "lock_timeout",
            null,
            "This object cannot be accessed right now because another API request or Stripe process is currently accessing it. If you see this error intermittently, retry the request. If you see this error frequently and are making multiple concurrent requests to a single object, make your requests serially or at a lower rate."
        )
        {
            FoundBeforeExecution = true,
            Headers = new Dictionary<string, string> { ["Stripe-Should-Retry"] = "true" },
        };

    public static RefusalException Internal(string message) =>
        new(500, "api_error", null, null, message) { Headers = new Dictionary<string, string> { ["Stripe-Should-Retry"] = "false" } };
}
