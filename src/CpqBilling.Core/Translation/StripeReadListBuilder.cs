using System.Collections.Immutable;
using CpqBilling.Core.Contract;
using CpqBilling.Core.Errors;
using CpqBilling.Core.StripeState;

namespace CpqBilling.Core.Translation;

/// <summary>Says what must be known of Stripe before a contract is translated.</summary>
public static class StripeReadListBuilder
{
    private static readonly string[] CouponTypes = ["Order_Stripe_Coupon__c", "Quote_Stripe_Coupon__c"];

    /// <summary>Null when the contract cannot be resolved; the translation then says why.</summary>
    public static StripeReadList? For(OrderSnapshot snapshot) => snapshot.Contract.Value is { } contract ? Of(snapshot, contract) : null;

    public static StripeReadList Of(OrderSnapshot snapshot, BillingContract contract)
    {
        var ids = ImmutableArray.CreateBuilder<NamedStripeId>();
        var named = new HashSet<(string, StripeKind)>();
        void Name(string? id, StripeKind kind, RecordRef record)
        {
            if (id is not null && named.Add((id, kind)))
            {
                ids.Add(new NamedStripeId(id, kind, record));
            }
        }

        var initial = contract.Initial;
        var account = snapshot.Records.Find(initial.AccountId);
        var customerId = account?.Text("Stripe_ID__c");
        Name(customerId, StripeKind.Customer, new RecordRef("Account", account?.Id ?? ""));
        Name(initial.StripeId, StripeKind.Order, initial.Ref);
        foreach (var line in contract.Orders.SelectMany(order => order.Lines).Where(line => !line.IsSkipped))
        {
            Name(line.Product?.Text("Stripe_ID__c"), StripeKind.Product, line.ProductRef);
            Name(line.PricebookEntry?.Text("Stripe_ID__c"), StripeKind.Price, new RecordRef("PricebookEntry", line.PricebookEntry?.Id ?? ""));
            Name(line.StripeId, StripeKind.Price, line.Ref);
        }

        foreach (var type in CouponTypes)
        {
            foreach (var coupon in snapshot.Records.OfType(type))
            {
                Name(coupon.Text("Stripe_ID__c"), StripeKind.Coupon, new RecordRef(type, coupon.Id));
            }
        }

        return new StripeReadList(ids.ToImmutable(), NeedsMeters(contract), initial.StripeId is null ? customerId : null, initial.Id);
    }

    /// <summary>What an evergreen contract leads on to: from its schedule to the subscription, from that to a schedule that waits. Null when all is known.</summary>
    public static StripeReadList? Further(OrderSnapshot snapshot)
    {
        if (snapshot.Contract.Value is not { HasEvergreenLines: true } contract)
        {
            return null;
        }

        var held = snapshot.Stripe.Find(contract.Initial.StripeId);
        var id = held is ScheduleState { CanChange: false } schedule ? schedule.ReleasedSubscriptionId ?? schedule.SubscriptionId : null;
        var subscription = held as SubscriptionState ?? snapshot.Stripe.Find(id) as SubscriptionState;
        return new[] { id, subscription?.ScheduleId }.FirstOrDefault(next => next is not null && snapshot.Stripe.Find(next) is null) is { } unknown
            ? new StripeReadList([new NamedStripeId(unknown, StripeKind.Order, contract.Initial.Ref)], false, null, contract.Initial.Id)
            : null;
    }

    private static bool NeedsMeters(BillingContract contract) =>
        contract
            .Orders.Where(order => order.StripeId is null)
            .SelectMany(order => order.Lines)
            .Any(line => line is { IsMetered: true, IsSkipped: false, Quantity: > 0 });
}
