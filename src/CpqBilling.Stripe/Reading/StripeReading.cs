using System.Collections.Immutable;
using CpqBilling.Core.Errors;
using CpqBilling.Core.StripeState;

namespace CpqBilling.Stripe.Reading;

/// <summary>What came of reading Stripe for a contract: a closed union.</summary>
public abstract record StripeReading
{
    private protected StripeReading() { }
}

public sealed record StripeWasRead(StripeSnapshot Snapshot) : StripeReading;

/// <summary>A refusal or fault that says nothing about the objects: key, limit, network.</summary>
public sealed record StripeNotRead(SyncError Error) : StripeReading;

/// <summary>What the database remembers of earlier writes, which saves requests.</summary>
/// <param name="Objects">By Stripe id: customers, products, prices and coupons.</param>
/// <param name="FormerIds">Salesforce record id → Stripe id it had before.</param>
public sealed record RememberedStripe(ImmutableDictionary<string, StripeObject> Objects, ImmutableDictionary<string, string> FormerIds)
{
    public static RememberedStripe Nothing { get; } = new(ImmutableDictionary<string, StripeObject>.Empty, ImmutableDictionary<string, string>.Empty);
}
