using System.Reflection;

namespace CpqBilling.Sandbox.Stripe.Webhooks;

/// <summary>The event types that the pinned client knows by name.</summary>
internal static class EventTypes
{
    private static readonly HashSet<string> Known =
    [
        .. typeof(Sdk.EventTypes).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => field.GetValue(null)).OfType<string>(),
        "invoiceitem.updated",
    ];

    public static bool IsKnown(string type) => type == "*" || Known.Contains(type);
}
