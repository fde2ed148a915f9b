using System.Collections.Immutable;
using CpqBilling.Core.Errors;

namespace CpqBilling.Core.StripeState;

/// <summary>What must be known of Stripe before a contract can be translated.</summary>
/// <param name="Ids">Stripe ids named by Salesforce records; those remembered from our own writes need no request.</param>
/// <param name="Meters">True when a metered line needs the list of active meters.</param>
/// <param name="LookupCustomerId">Customer whose schedules must be searched for one of this contract; null when the order has a Stripe id or the customer is new.</param>
/// <param name="InitialOrderId">The order such a schedule would name in its metadata.</param>
public sealed record StripeReadList(ImmutableArray<NamedStripeId> Ids, bool Meters, string? LookupCustomerId, string InitialOrderId);

/// <param name="Kind">What the id is expected to be, which decides where it is looked up.</param>
/// <param name="Record">The one that names it.</param>
public readonly record struct NamedStripeId(string Id, StripeKind Kind, RecordRef Record);

public enum StripeKind
{
    Customer,
    Product,
    Price,
    Coupon,

    /// <summary>A schedule, a subscription or an invoice: what an order can have become.</summary>
    Order,
}
