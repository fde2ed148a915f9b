using Microsoft.AspNetCore.Http;

namespace CpqBilling.Sandbox.Stripe.Protocol;

/// <summary>What a gate sees of a request before it is authenticated.</summary>
internal sealed record GateContext(HttpContext Http, string Method, string Path, RawNode Form, string? Key, string RequestId)
{
    /// <summary>Why the form could not be read; told only after who asks is known.</summary>
    public RefusalException? Misread { get; set; }
}

/// <summary>Places where rate limits and planned faults step into the pipeline.</summary>
internal sealed class RequestGates
{
    /// <summary>Runs first; throws a <see cref="RefusalException"/> to refuse, or delays, or aborts the connection.</summary>
    public Func<GateContext, Task>? Before { get; set; }

    /// <summary>Runs inside the execution, when the idempotency key is taken already; what it throws is kept under the key.</summary>
    public Action<GateContext>? Executing { get; set; }

    /// <summary>Runs after the effects are final and the answer is stored, just before it is sent.</summary>
    public Func<GateContext, Task>? AfterCommit { get; set; }
}
