namespace CpqBilling.Sandbox.Stripe.Protocol;

/// <summary>An answer other than success; thrown by whatever finds it and rendered once, by the pipeline.</summary>
internal sealed class RefusalException : Exception
{
    public RefusalException(int status, string type, string? code, string? param, string message)
        : base(message) => (Status, Type, Code, Param) = (status, type, code, param);

    public int Status { get; }

    public string Type { get; }

    public string? Code { get; }

    public string? Param { get; }

    /// <summary>Why the bank declined.</summary>
    public string? DeclineCode { get; init; }

    /// <summary>Whether the idempotency store keeps it: what the form check finds is not kept, what the endpoint finds is.</summary>
    public bool FoundBeforeExecution { get; init; }

    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    public JsonObject ToJson(string requestId)
    {
        var error = new JsonObject();
        if (Code is not null)
        {
            error["code"] = Code;
            error["doc_url"] = $"https://stripe.com/docs/error-codes/{Code.Replace('_', '-')}";
        }

        if (DeclineCode is not null)
        {
            error["decline_code"] = DeclineCode;
        }

        error["message"] = Message;
        if (Param is not null)
        {
            error["param"] = Param;
        }

        error["request_log_url"] = $"https://dashboard.stripe.com/test/logs/{requestId}";
        error["type"] = Type;
        return new JsonObject { ["error"] = error };
    }
}
