namespace CpqBilling.Sandbox.Stripe.Billing;

/// <summary>Lives through the past of a subscription that starts before now, gathering all of it on one first invoice.</summary>
internal static class Backdating
{
    private const int MostLines = 250;

    /// <summary>False when the subscription's whole life lies in the past.</summary>
    public static bool CatchUp(BillingRun run, Schedule? schedule, string behavior, long now)
    {
        var (account, subscription) = (run.Account, run.Subscription);
        while (SubscriptionStep.NextAt(account, subscription) is { } next && next <= now)
        {
            run.At = next;
            BookCharges(run);
            if (SubscriptionStep.Advance(run, schedule) is { } end)
            {
                SubscriptionEnd.Finish(run, schedule, end);
                return false;
            }

            if (run.Lines.Count > MostLines)
            {
                throw Errors.Refused($"An invoice can have at most {MostLines} lines; choose a later start.", "start_date");
            }
        }

        run.At = now;
        subscription.LastBoundary = now;
        Shape(run, behavior, now);
        return true;
    }

    /// <summary>Charges of the past count as made, so that a change inside their period credits them.</summary>
    private static void BookCharges(BillingRun run)
    {
        foreach (var line in run.Lines.Where(line => line.Kind == LineKind.Recurring))
        {
            var item = run.Subscription.Items.Find(candidate => candidate.Id == line.SubscriptionItemId);
            if (item is not null && item.Debits.TrueForAll(debit => debit.SourceId != line.Id))
            {
                item.Debits.Add(
                    new Debit
                    {
                        SourceId = line.Id,
                        Amount = line.Amount,
                        Start = line.PeriodStart,
                        End = line.PeriodEnd,
                    }
                );
            }
        }
    }

    private static void Shape(BillingRun run, string behavior, long now)
    {
        if (behavior == "none")
        {
            // Nothing for the time before now. A subscription anchored now charges its first period; a schedule is anchored at its start and
            // charges with the next boundary: recorded of schedules that skip their past.
            var keepsRunning = run.Subscription.Anchor >= now || run.Account.Decisions.UnproratedBackdateChargesRunningPeriod;
            run.Lines.RemoveAll(line => line.Kind == LineKind.Usage || !(keepsRunning && line.PeriodEnd > now));
            return;
        }

        if (!run.Subscription.IsFlexible)
        {
            MergeIntoItems(run);
            ShowAsRecorded(run.Account, run.Subscription, now);
        }
    }

    /// <summary>As seen at the service: the items' period begins now, and the anchor is shown one period after the start.</summary>
    private static void ShowAsRecorded(Account account, Subscription subscription, long now)
    {
        subscription.Items.ForEach(item => item.PeriodStart = now);
        if (subscription.Anchor == subscription.StartDate && subscription.Items.Count > 0)
        {
            var price = account.PriceOf(subscription.Items[0]);
            subscription.ShownAnchor = Calendar.Add(subscription.Anchor, price.Interval!, price.IntervalCount);
        }
    }

    /// <summary>Classic billing shows one proration per item, from the start to the next boundary.</summary>
    private static void MergeIntoItems(BillingRun run)
    {
        foreach (
            var lines in run
                .Lines.Where(line => line.Kind == LineKind.Recurring && line.Amount != 0)
                .GroupBy(line => (line.SubscriptionItemId, line.PriceId, string.Join(' ', line.Discounts)))
                .ToList()
        )
        {
            var (first, last) = (lines.First(), lines.Last());
            var price = run.Account.Prices.Get(first.PriceId!).In(run.Subscription.Currency);
            var amount = lines.Sum(line => line.Amount);
            run.NewItems.Add(
                run.Account.Stamp(
                    new InvoiceItem
                    {
                        CustomerId = run.Subscription.CustomerId,
                        SubscriptionId = run.Subscription.Id,
                        SubscriptionItemId = first.SubscriptionItemId,
                        Amount = amount,
                        Currency = run.Subscription.Currency,
                        PriceId = price.Id,
                        ProductId = price.ProductId,
                        UnitAmount = last.Quantity is > 0 and var quantity ? decimal.Round(amount / quantity, 12) : price.UnitAmount,
                        Quantity = last.Quantity ?? 0,
                        PeriodStart = first.PeriodStart,
                        PeriodEnd = last.PeriodEnd,
                        IsProration = true,
                        Discounts = [.. first.Discounts],
                        Description = Descriptions.Elapsed(run.Account, price, first.PeriodStart, last.PeriodEnd),
                    },
                    run.At
                )
            );
            run.Lines.RemoveAll(lines.Contains);
        }
    }
}
