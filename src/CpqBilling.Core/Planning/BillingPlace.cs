using CpqBilling.Core.Cpq;
using CpqBilling.Core.Requests;

namespace CpqBilling.Core.Planning;

/// <summary>Where a contract is billed, as its orders keep it.</summary>
/// <param name="Renames">Orders that keep another id until now.</param>
public sealed record BillingPlace(StripeValue Target, BilledBy Kind, Predicate<Order> Renames)
{
    /// <summary>No order keeps another id.</summary>
    public static BillingPlace Kept(StripeValue target, BilledBy kind) => new(target, kind, _ => false);

    /// <summary>Made now: orders whose ids lead nowhere get the new one.</summary>
    public static BillingPlace New(StripeValue target, BilledBy kind) => new(target, kind, order => order.StripeId is not null);
}
