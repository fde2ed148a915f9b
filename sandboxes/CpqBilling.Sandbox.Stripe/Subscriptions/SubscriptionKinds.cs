using static CpqBilling.Sandbox.Stripe.State.FieldKind;

namespace CpqBilling.Sandbox.Stripe.Subscriptions;

/// <summary>Subscriptions as a kind of object.</summary>
internal static class SubscriptionKinds
{
    public static readonly Kind<Subscription> Subscription = new()
    {
        Name = "subscription",
        Prefix = "sub_",
        Owner = subscription => subscription.CustomerId,
        Fields = ["subscription"],
        Render = SubscriptionJson.Render,
        Changes = _ => true,
        SearchedAt = "subscriptions",
        Metadata = subscription => subscription.Metadata,
        SearchFields =
        [
            new("created", Number, subscription => subscription.Created.ToString()),
            new("status", Token, subscription => subscription.Status),
            new("canceled_at", Number, subscription => subscription.CanceledAt?.ToString()),
        ],
    };

    extension(Account account)
    {
        public Table<Subscription> Subscriptions => account.Table<Subscription>();
    }
}
