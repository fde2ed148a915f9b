namespace CpqBilling.Sandbox.Stripe.Billing;

/// <summary>Opens the periods of subscription items and charges for them.</summary>
internal static class Periods
{
    public static (long Start, long End) Natural(Subscription subscription, Price price, long at) =>
        Calendar.PeriodAt(subscription.Anchor, price.Interval!, price.IntervalCount, at);

    /// <summary>Where a period really ends: a cancel date inside cuts it short.</summary>
    public static long Cut(Subscription subscription, long naturalEnd) =>
        subscription.CancelAt is { } cancelAt && cancelAt < naturalEnd ? cancelAt : naturalEnd;

    /// <summary>Starts an item's period at this moment: in full on a boundary, otherwise the part that is left.</summary>
    /// <param name="onInvoice">Whether this moment bills; if not, even a whole period is charged as a pending item.</param>
    public static void Open(BillingRun run, SubscriptionItem item, string behavior, bool isFirst = false, bool onInvoice = true)
    {
        var (account, subscription) = (run.Account, run.Subscription);
        var price = account.PriceOf(item);
        if (subscription.IsTrialing && subscription.TrialEnd > run.At)
        {
            OpenTrial(run, item, price);
            return;
        }

        var (start, naturalEnd) = Natural(subscription, price, run.At);
        var end = Cut(subscription, naturalEnd);
        item.PeriodStart = run.At;
        item.PeriodEnd = end;
        if (price.IsMetered)
        {
            item.UsageFrom = run.At;
            if (isFirst && !subscription.IsFlexible)
            {
                run.Lines.Add(Line(account, subscription, item, price, 0, run.At, end, LineKind.Recurring));
            }

            return;
        }

        if (start == run.At && onInvoice)
        {
            run.Lines.Add(Charge(run, item, price, naturalEnd, isFirst, behavior));
            return;
        }

        item.PeriodStart = SharedStart(run, item, price, start);
        if (behavior != "none")
        {
            Prorations.Debit(run, item, run.At, end);
        }
    }

    /// <summary>An invoice line for usage in the span; its quantity is counted again when the invoice is finalised.</summary>
    public static InvoiceLine UsageLine(BillingRun run, SubscriptionItem item, long until)
    {
        var price = run.Account.PriceOf(item);
        var line = Line(run.Account, run.Subscription, item, price, 0, item.UsageFrom, until, LineKind.Usage);
        Recount(run.Account, run.Subscription.CustomerId, line);
        item.UsageFrom = until;
        return line;
    }

    public static void Recount(Account account, string customerId, InvoiceLine line)
    {
        var price = account.Prices.Get(line.PriceId!).In(account.Subscriptions.Find(line.SubscriptionId)?.Currency);
        var quantity = Usage.Between(account, account.Meters.Get(price.MeterId!), customerId, line.PeriodStart, line.PeriodEnd);
        line.Quantity = quantity;
        line.Amount = LineAmount.Of(price, quantity);
        line.Description = Descriptions.Recurring(account, price, quantity);
    }

    private static InvoiceLine Charge(BillingRun run, SubscriptionItem item, Price price, long naturalEnd, bool isFirst, string behavior)
    {
        var full = LineAmount.Of(price, item.Quantity ?? 0);
        var isKeptWhole = isFirst && run.Subscription.IsFlexible && behavior == "none";
        var amount = item.PeriodEnd == naturalEnd || isKeptWhole ? full : Exact.Share(full, item.PeriodEnd - run.At, naturalEnd - run.At);
        var line = Line(run.Account, run.Subscription, item, price, item.Quantity ?? 0, run.At, item.PeriodEnd, LineKind.Recurring);
        line.Amount = amount;
        return line;
    }

    private static void OpenTrial(BillingRun run, SubscriptionItem item, Price price)
    {
        item.PeriodStart = run.At;
        item.PeriodEnd = Cut(run.Subscription, run.Subscription.TrialEnd!.Value);
        item.UsageFrom = item.PeriodEnd;
        var line = Line(run.Account, run.Subscription, item, price, item.Quantity ?? 0, run.At, item.PeriodEnd, LineKind.Trial);
        line.Description = Descriptions.Trial(run.Account, price, item.Quantity ?? 0);
        run.Lines.Add(line);
    }

    /// <summary>An item that joins others of the same interval shares their current period.</summary>
    private static long SharedStart(BillingRun run, SubscriptionItem item, Price price, long naturalStart) =>
        !run.Subscription.IsFlexible
        || run.Subscription.Items.Any(other =>
            other != item
            && other.PeriodStart == naturalStart
            && run.Account.PriceOf(other).Interval == price.Interval
            && run.Account.PriceOf(other).IntervalCount == price.IntervalCount
        )
            ? naturalStart
            : run.At;

    private static InvoiceLine Line(
        Account account,
        Subscription subscription,
        SubscriptionItem item,
        Price price,
        decimal quantity,
        long start,
        long end,
        LineKind kind
    ) =>
        account.Stamp(
            new InvoiceLine
            {
                Kind = kind,
                SubscriptionId = subscription.Id,
                SubscriptionItemId = item.Id,
                PriceId = price.Id,
                ProductId = price.ProductId,
                UnitAmount = price.UnitAmount,
                Quantity = quantity,
                PeriodStart = start,
                PeriodEnd = end,
                Discounts = [.. item.Discounts],
                Description = Descriptions.Recurring(account, price, quantity),
            },
            "il_",
            start
        );
}
