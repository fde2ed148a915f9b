using System.Collections.Immutable;
using CpqBilling.Core.Errors;
using CpqBilling.Core.Settings;
using CpqBilling.Core.StripeState;

namespace CpqBilling.Core.Translation;

/// <summary>Ids of another account or mode, of deleted objects, or mistyped: made anew in silence they would bill a customer twice.</summary>
internal static class UnknownStripeIds
{
    /// <summary>What is known of Stripe, less what is to be made anew; where nothing is, an error for each id that leads nowhere.</summary>
    /// <param name="list">What was asked for.</param>
    public static Checked<StripeSnapshot> Settled(StripeReadList list, StripeSnapshot stripe, BillingSettings settings, OrgFacts org) =>
        settings.UnknownStripeIds == UnknownIdRule.Replace
            ? WithoutGone(list, stripe)
            : Checked.Of(
                stripe,
                [
                    .. from named in list.Ids
                    where stripe.Find(named.Id) is MissingObject
                    select StripeErrors.StripeIdUnknown(named.Record, Word(named), named.Id, org.StripeAccount),
                ]
            );

    /// <summary>What stood for the records before is remembered, so that Stripe is not asked under the key of the object that is gone.</summary>
    private static StripeSnapshot WithoutGone(StripeReadList list, StripeSnapshot stripe)
    {
        var gone = list.Ids.Where(named => stripe.Find(named.Id) is MissingObject or DeletedObject).ToList();
        return stripe with
        {
            Objects = stripe.Objects.RemoveRange(gone.Select(named => named.Id)),
            FormerIds = stripe.FormerIds.SetItems(gone.Select(named => KeyValuePair.Create(named.Record.Id, named.Id))),
        };
    }

    private static string Word(NamedStripeId named) =>
        named.Kind switch
        {
            StripeKind.Customer => "customer",
            StripeKind.Product => "product",
            StripeKind.Price => "price",
            StripeKind.Coupon => "coupon",
            _ when named.Id.StartsWith("sub_sched_", StringComparison.Ordinal) => "schedule",
            _ when named.Id.StartsWith("sub_", StringComparison.Ordinal) => "subscription",
            _ when named.Id.StartsWith("in_", StringComparison.Ordinal) => "invoice",
            _ => "schedule, subscription or invoice",
        };
}
