namespace CpqBilling.Sandbox.Stripe.Catalogue;

/// <summary>What the prices of one phase or subscription must have in common.</summary>
internal static class ItemRules
{
    /// <summary>The common currency.</summary>
    public static string Check(IReadOnlyList<Price> prices, bool isFlexible, string param)
    {
        if (prices.Count == 0)
        {
            throw Errors.Missing(param);
        }

        if (prices.Select(price => price.Id).Distinct().Count() < prices.Count)
        {
            throw Errors.Refused("Subscription items must have distinct prices: the same price was given more than once.", param);
        }

        if (prices.Any(price => price.Currency != prices[0].Currency))
        {
            throw Errors.Refused(
                "Currency and interval fields must match across all plans on this subscription. Found mismatch in currency field.",
                param
            );
        }

        if (!isFlexible && prices.Any(price => price.Interval != prices[0].Interval || price.IntervalCount != prices[0].IntervalCount))
        {
            throw Errors.Refused(
                "Currency and interval fields must match across all plans on this subscription. Found mismatch in interval field.",
                param
            );
        }

        return prices[0].Currency;
    }

    /// <summary>A customer is billed in one currency only.</summary>
    public static void CheckCustomer(Account account, Customer customer, string currency)
    {
        var inUse = account
            .Subscriptions.OwnedBy(customer.Id)
            .Where(subscription => !subscription.IsEnded)
            .Select(subscription => subscription.Currency)
            .Concat(
                account
                    .Schedules.OwnedBy(customer.Id)
                    .Where(schedule => schedule.Status == "not_started")
                    .SelectMany(schedule => schedule.Phases.Select(phase => phase.Currency))
            )
            .Concat(account.PendingOf(customer.Id).Select(item => item.Currency));
        if (inUse.FirstOrDefault(used => used != currency) is { } other)
        {
            throw Errors.Refused(
                $"You cannot combine currencies on a single customer. This customer has an active subscription, subscription schedule, discount, quote, or invoice item with currency {other}",
                "currency"
            );
        }
    }
}
