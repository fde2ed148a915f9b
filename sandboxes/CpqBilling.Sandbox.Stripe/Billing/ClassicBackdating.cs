namespace CpqBilling.Sandbox.Stripe.Billing;

/// <summary>Classic billing of a subscription with a start in the past: the anchor is now, and one item pays for the time before.</summary>
internal static class ClassicBackdating
{
    public static void Charge(BillingRun run)
    {
        var (account, subscription) = (run.Account, run.Subscription);
        foreach (var item in subscription.Items.Where(item => !account.PriceOf(item).IsMetered))
        {
            var price = account.PriceOf(item);
            var full = LineAmount.Of(price, item.Quantity ?? 0);
            // The elapsed time is measured in periods imagined from the start date.
            var (lastStart, lastEnd) = Calendar.PeriodAt(subscription.StartDate, price.Interval!, price.IntervalCount, run.At);
            var amount = Exact.Share(full, run.At - lastStart, lastEnd - lastStart);
            for (var k = 0; Calendar.Add(subscription.StartDate, price.Interval!, (k + 1) * price.IntervalCount) <= lastStart; k++)
            {
                amount += full;
            }

            run.NewItems.Add(
                account.Stamp(
                    new InvoiceItem
                    {
                        CustomerId = subscription.CustomerId,
                        SubscriptionId = subscription.Id,
                        SubscriptionItemId = item.Id,
                        Amount = amount,
                        Currency = subscription.Currency,
                        PriceId = price.Id,
                        ProductId = price.ProductId,
                        UnitAmount = price.UnitAmount,
                        Quantity = item.Quantity ?? 0,
                        PeriodStart = subscription.StartDate,
                        PeriodEnd = run.At,
                        IsProration = true,
                        Description = Descriptions.Elapsed(account, price, subscription.StartDate, run.At),
                    },
                    run.At
                )
            );
        }
    }
}
