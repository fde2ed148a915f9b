namespace CpqBilling.Salesforce;

/// <summary>What is subscribed to: the request event of our package, and change events where the org has them switched on.</summary>
public static class EventTopics
{
    public const string Orders = "/data/OrderChangeEvent";
    public const string OrderLines = "/data/OrderItemChangeEvent";
    public const string Accounts = "/data/AccountChangeEvent";

    /// <summary>Published by the package when an order is activated, and by whoever wants an order to be looked at.</summary>
    public const string Requests = "/event/" + RequestEvent;

    internal const string RequestEvent = "Stripe_Sync_Request__e";

    public static IReadOnlyList<string> All { get; } = [Orders, OrderLines, Accounts, Requests];

    /// <summary>Change events are switched on object by object; without them events still tell of activations.</summary>
    public static bool IsOptional(string topic) => topic != Requests;
}
