using NodaTime;

namespace CpqBilling.Engine.Application.Health;

/// <summary>How the events of an org stand, for whichever process asks.</summary>
/// <param name="IsOn">Its connection has events.</param>
/// <param name="Listener">Machine and process that listens; null while none does.</param>
/// <param name="HeardAt">The last sign of life of the topic of orders, else of the requests; null before the first.</param>
/// <param name="TellsOrders">Every change of an order is told, and not only its activation.</param>
/// <param name="IsHeard">Somebody listens and heard something lately: polls are rare.</param>
public sealed record EventStatus(bool IsOn, string? Listener, Instant? HeardAt, bool TellsOrders, bool IsHeard)
{
    /// <summary>For a line of a table.</summary>
    /// <param name="pollSeconds">How often the org is asked without events.</param>
    public string Sentence(int pollSeconds) =>
        !IsOn ? $"off: the org is asked every {pollSeconds} seconds"
        : IsHeard && TellsOrders ? "arrive: the org is asked every 15 minutes besides"
        : IsHeard ? $"of activations arrive; the org is asked every {pollSeconds} seconds besides"
        : Listener is null ? $"no service listens; one that runs asks the org every {pollSeconds} seconds until they arrive"
        : $"do not arrive: the org is asked every {pollSeconds} seconds instead";
}
