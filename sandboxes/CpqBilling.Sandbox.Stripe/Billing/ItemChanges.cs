namespace CpqBilling.Sandbox.Stripe.Billing;

/// <summary>What an item shall be after a change; without an id it is new.</summary>
internal sealed record TargetItem(
    string PriceId,
    long? Quantity,
    Dictionary<string, string> Metadata,
    IReadOnlyList<DiscountChoice>? Discounts,
    string? ItemId
);

/// <summary>How a change of items is carried out.</summary>
internal sealed record ChangeTerms(string Behavior, bool ResetsAnchor, bool IsPhaseChange);

/// <summary>
/// Moves a subscription from its items to other ones at one moment: credits first, while everything is still as it was
/// charged, then the change itself, then debits and new periods.
/// </summary>
internal static class ItemChanges
{
    private sealed record Change(SubscriptionItem Item, TargetItem Target, Price OldPrice, Price NewPrice)
    {
        public bool IsSwapped => OldPrice.Id != NewPrice.Id;

        // Compared once, before the item takes its new quantity.
        public bool IsChanged { get; } = OldPrice.Id != NewPrice.Id || Item.Quantity != Target.Quantity;

        public bool ChangesInterval => OldPrice.Interval != NewPrice.Interval || OldPrice.IntervalCount != NewPrice.IntervalCount;
    }

    /// <summary>Carries the change out; true when it began a new billing cycle.</summary>
    /// <param name="settle">Changes discounts, trial and cancel date, between credits and debits.</param>
    public static bool Apply(BillingRun run, IReadOnlyList<TargetItem> targets, ChangeTerms terms, Action settle)
    {
        var (account, subscription) = (run.Account, run.Subscription);
        List<Change> changes =
        [
            .. targets
                .Where(target => target.ItemId is not null)
                .Select(target =>
                {
                    var item = subscription.Items.Single(candidate => candidate.Id == target.ItemId);
                    return new Change(item, target, account.PriceOf(item), account.Prices.Get(target.PriceId).In(subscription.Currency));
                }),
        ];
        List<SubscriptionItem> removed = [.. subscription.Items.Where(item => changes.All(change => change.Item != item))];
        var resets =
            terms.ResetsAnchor
            || MovesClassicAnchor(run, changes, targets)
            || (account.Decisions.IntervalChangeMovesFlexibleAnchor && changes.Exists(change => change.ChangesInterval));
        var bills = resets || subscription.Items.Any(item => item.PeriodEnd <= run.At);
        if (terms.Behavior != "none")
        {
            GiveCredits(run, changes, removed, resets);
        }

        CloseUsage(run, changes, removed, terms);
        Dictionary<SubscriptionItem, bool> wasDue = changes.ToDictionary(change => change.Item, change => change.Item.PeriodEnd <= run.At);
        List<SubscriptionItem> added = Mutate(run, changes, removed, targets);
        settle();
        if (resets)
        {
            Restart(run, terms);
            return true;
        }

        foreach (var change in changes.Where(change => change.IsChanged && !wasDue[change.Item]))
        {
            Continue(run, change, terms, bills);
        }

        foreach (var item in added)
        {
            Periods.Open(run, item, terms.Behavior, onInvoice: bills);
        }

        foreach (var change in changes.Where(change => !change.IsChanged && !wasDue[change.Item]))
        {
            Retime(run, change.Item, terms.Behavior);
        }

        return false;
    }

    /// <summary>Classic billing has one interval, so a new one moves the anchor by itself; so does the step from free to paid.</summary>
    private static bool MovesClassicAnchor(BillingRun run, List<Change> changes, IReadOnlyList<TargetItem> targets)
    {
        var (account, subscription) = (run.Account, run.Subscription);
        if (subscription.IsFlexible || subscription.IsTrialing)
        {
            return false;
        }

        var wasFree = subscription.Items.TrueForAll(item => IsFree(account.PriceOf(item), item.Quantity));
        return changes.Exists(change => change.ChangesInterval)
            || (wasFree && targets.Any(target => !IsFree(account.Prices.Get(target.PriceId).In(subscription.Currency), target.Quantity)));
    }

    /// <summary>A price of a fraction of a cent is a price, even where its first bill rounds to nothing.</summary>
    private static bool IsFree(Price price, long? quantity) =>
        !price.IsMetered && LineAmount.Of(price, quantity ?? 0) == 0 && (quantity is 0 || price.UnitAmount is null or 0);

    private static void GiveCredits(BillingRun run, List<Change> changes, List<SubscriptionItem> removed, bool all)
    {
        foreach (var item in removed.Concat(changes.Where(change => all || change.IsChanged).Select(change => change.Item)))
        {
            Prorations.Credit(run, item, run.At);
        }
    }

    /// <summary>Usage so far of metered items that go, change their price or begin a new cycle.</summary>
    private static void CloseUsage(BillingRun run, List<Change> changes, List<SubscriptionItem> removed, ChangeTerms terms)
    {
        foreach (var item in removed.Where(item => run.Account.PriceOf(item).IsMetered && item.UsageFrom < run.At))
        {
            var line = Periods.UsageLine(run, item, run.At);
            if (!run.Subscription.IsFlexible)
            {
                if (terms.IsPhaseChange)
                {
                    run.RemovedUsageLines.Add(line);
                }
            }
            else if (terms.Behavior != "none")
            {
                run.NewItems.Add(UsageItem(run, line));
            }
        }

        foreach (var change in changes.Where(change => change.IsSwapped && change.OldPrice.IsMetered && change.Item.UsageFrom < run.At))
        {
            var line = Periods.UsageLine(run, change.Item, run.At);
            if (run.Subscription.IsFlexible)
            {
                run.NewItems.Add(UsageItem(run, line));
            }
        }
    }

    private static List<SubscriptionItem> Mutate(
        BillingRun run,
        List<Change> changes,
        List<SubscriptionItem> removed,
        IReadOnlyList<TargetItem> targets
    )
    {
        var subscription = run.Subscription;
        subscription.Items.RemoveAll(removed.Contains);
        foreach (var (item, target, _, _) in changes)
        {
            item.PriceId = target.PriceId;
            item.Quantity = target.Quantity;
            item.Metadata = target.Metadata;
            SetDiscounts(run, item, target);
        }

        List<SubscriptionItem> added = [];
        foreach (var target in targets.Where(target => target.ItemId is null))
        {
            var item = Create(run, target);
            subscription.Items.Add(item);
            added.Add(item);
        }

        return added;
    }

    public static SubscriptionItem Create(BillingRun run, TargetItem target)
    {
        var item = run.Account.Stamp(
            new SubscriptionItem
            {
                SubscriptionId = run.Subscription.Id,
                PriceId = target.PriceId,
                Currency = run.Subscription.Currency,
                Quantity = target.Quantity,
                Metadata = target.Metadata,
            },
            "si_",
            run.At
        );
        SetDiscounts(run, item, target);
        return item;
    }

    private static void SetDiscounts(BillingRun run, SubscriptionItem item, TargetItem target)
    {
        if (target.Discounts is { } choices)
        {
            var owner = new DiscountOwner(run.Subscription.CustomerId, run.Subscription.Id, item.Id);
            (item.Discounts, item.SpentDiscounts) = StandingDiscounts.Replace(
                run.Account,
                choices,
                item.Discounts,
                item.SpentDiscounts,
                owner,
                run.RedeemsAt
            );
        }
    }

    private static void Restart(BillingRun run, ChangeTerms terms)
    {
        var subscription = run.Subscription;
        var keepsAnchor = subscription is { IsTrialing: true, KeepsAnchorAtTrialEnd: true };
        subscription.Anchor =
            keepsAnchor ? subscription.Anchor
            : subscription.IsTrialing ? subscription.TrialEnd!.Value
            : run.At;
        subscription.ShownAnchor = null;
        foreach (var item in subscription.Items)
        {
            if (run.Account.PriceOf(item).IsMetered && item.UsageFrom > 0 && item.UsageFrom < run.At)
            {
                run.Lines.Add(Periods.UsageLine(run, item, run.At));
            }

            item.Debits.RemoveAll(debit => debit.End > run.At);
            Periods.Open(run, item, terms.Behavior);
        }
    }

    private static void Continue(BillingRun run, Change change, ChangeTerms terms, bool bills)
    {
        if (change.ChangesInterval || change.OldPrice.IsMetered != change.NewPrice.IsMetered)
        {
            Periods.Open(run, change.Item, terms.Behavior, onInvoice: bills);
            return;
        }

        var (_, naturalEnd) = Periods.Natural(run.Subscription, change.NewPrice, run.At);
        change.Item.PeriodEnd = run.Subscription.IsTrialing ? change.Item.PeriodEnd : Periods.Cut(run.Subscription, naturalEnd);
        if (terms.Behavior != "none")
        {
            Prorations.Debit(run, change.Item, run.At, change.Item.PeriodEnd);
        }
    }

    /// <summary>Shortens or lengthens the running period when the cancel date came into it or left it.</summary>
    public static void Retime(BillingRun run, SubscriptionItem item, string behavior)
    {
        if (run.Subscription.IsTrialing || item.PeriodEnd <= run.At)
        {
            return;
        }

        var (_, naturalEnd) = Periods.Natural(run.Subscription, run.Account.PriceOf(item), run.At);
        var end = Periods.Cut(run.Subscription, naturalEnd);
        if (end < item.PeriodEnd && behavior != "none")
        {
            Prorations.Credit(run, item, Math.Max(end, run.At));
        }
        else if (end > item.PeriodEnd && behavior != "none")
        {
            Prorations.Debit(run, item, item.PeriodEnd, end);
        }

        item.PeriodEnd = end;
    }

    private static InvoiceItem UsageItem(BillingRun run, InvoiceLine line) =>
        run.Account.Stamp(
            new InvoiceItem
            {
                CustomerId = run.Subscription.CustomerId,
                SubscriptionId = run.Subscription.Id,
                SubscriptionItemId = line.SubscriptionItemId,
                Amount = line.Amount,
                Currency = run.Subscription.Currency,
                PriceId = line.PriceId,
                ProductId = line.ProductId,
                UnitAmount = line.UnitAmount,
                Quantity = line.Quantity ?? 0,
                PeriodStart = line.PeriodStart,
                PeriodEnd = line.PeriodEnd,
                Description = line.Description,
                IsUsage = true,
            },
            run.At
        );
}
