using System.Text.Json;
using CpqBilling.Engine.Prorations;
using CpqBilling.Engine.Sync;

namespace CpqBilling.Engine.StripeEvents;

/// <summary>Acts on what Stripe tells. An event is a hint: the object is read before anything is done.</summary>
public sealed class StripeEventWork(BillingOrg org)
{
    /// <summary>The events that are acted on, and that endpoints are registered for.</summary>
    public static IReadOnlyList<string> Types { get; } = ["invoiceitem.created"];

    /// <returns>False when it must be told again.</returns>
    public async Task<bool> HandleAsync(JsonElement notice, CancellationToken cancellation) =>
        await new ProrationInvoicer(org).HandleAsync(notice, cancellation) != ProrationOutcome.Failed;
}
