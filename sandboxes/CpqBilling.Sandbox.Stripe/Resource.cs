namespace CpqBilling.Sandbox.Stripe;

/// <summary>What the server answers about one thing: its endpoints, and the kind of object they handle where they have one of their own.</summary>
internal sealed record Resource(Action<RouteTable> Map, Kind? Kind = null);
