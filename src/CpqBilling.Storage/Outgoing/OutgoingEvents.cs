using System.Collections.Immutable;

namespace CpqBilling.Storage.Outgoing;

/// <summary>The closed list of what destinations are told, by the words that are sent.</summary>
public static class OutgoingEvents
{
    /// <summary>Stripe was changed for an order.</summary>
    public const string OrderSynced = "order.synced";

    /// <summary>An order cannot be billed before somebody mends something.</summary>
    public const string OrderRefused = "order.refused";

    /// <summary>Somebody changed in Stripe what the service made.</summary>
    public const string ContractDrifted = "contract.drifted";

    public const string AlertRaised = "alert.raised";

    public const string AlertEnded = "alert.ended";

    /// <summary>Somebody tries the destination.</summary>
    public const string Test = "test";

    /// <summary>The hour's sign of life.</summary>
    public const string Alive = "alive";

    /// <summary>What a destination can ask for.</summary>
    public static ImmutableArray<string> Choosable { get; } = [OrderSynced, OrderRefused, ContractDrifted, AlertRaised, AlertEnded];
}
