namespace CpqBilling.Sandbox.Stripe.Billing;

/// <summary>Brings a subscription into a phase of its schedule.</summary>
internal static class PhaseEntry
{
    public static void Enter(BillingRun run, Schedule schedule, int index)
    {
        var (account, subscription) = (run.Account, run.Subscription);
        var isFirst = schedule.CurrentPhase < 0;
        schedule.CurrentPhase = index;
        var phase = schedule.Phases[index];
        PhaseSettings.Apply(account, subscription, schedule, phase);
        var startsTrial = phase.TrialEnd > run.At;
        if (isFirst)
        {
            SetDiscounts(run, phase);
            SetCancelDate(run, schedule);
            StartTrial(run, phase);
            foreach (var item in phase.Items)
            {
                subscription.Items.Add(ItemChanges.Create(run, Target(item, null)));
            }

            subscription.Items.ForEach(item => Periods.Open(run, item, phase.ProrationBehavior, isFirst: true));
            run.Reason = "subscription_create";
            return;
        }

        var resets = (phase.Settings.BillingCycleAnchor ?? schedule.Defaults.BillingCycleAnchor) == "phase_start" || startsTrial;
        var itemsBefore = run.NewItems.Count;
        var wasMidPeriod = subscription.Items.Any(item => item.PeriodEnd > run.At);
        var anchor = subscription.Anchor;
        ItemChanges.Apply(
            run,
            Targets(account, subscription, phase),
            new ChangeTerms(phase.ProrationBehavior, resets, IsPhaseChange: true),
            () =>
            {
                SetDiscounts(run, phase);
                SetCancelDate(run, schedule);
                StartTrial(run, phase);
            }
        );
        if (
            wasMidPeriod
            && (
                subscription.Anchor != anchor
                || (phase.ProrationBehavior == "always_invoice" && (run.NewItems.Count > itemsBefore || phase.AddedItems.Count > 0))
            )
        )
        {
            run.Reason ??= "subscription_update";
            run.TakesOwnItemsOnly = run.Reason == "subscription_update" && !subscription.IsFlexible && subscription.Anchor == anchor;
        }
    }

    /// <summary>Charges the phase's added items; comes after the periods are open, because their own periods default to them.</summary>
    public static void AddItems(BillingRun run, Phase phase)
    {
        foreach (var added in phase.AddedItems)
        {
            run.NewItems.Add(AddedCharges.Make(run, added, phase.Start, phase.End));
        }
    }

    /// <summary>Pairs the phase's items with those that exist: by price, and a lone replacement keeps its item.</summary>
    public static List<TargetItem> Targets(Account account, Subscription subscription, Phase phase)
    {
        List<SubscriptionItem> left = [.. subscription.Items];
        List<(PhaseItem Item, SubscriptionItem? Match)> pairs =
        [
            .. phase.Items.Select(item =>
            {
                var match = left.Find(candidate => candidate.PriceId == item.PriceId);
                left.Remove(match!);
                return (item, match);
            }),
        ];
        var unmatched = pairs.FindAll(pair => pair.Match is null);
        return pairs.ConvertAll(pair =>
        {
            var match = pair.Match ?? (unmatched.Count == 1 && left.Count == 1 && account.Decisions.LoneReplacementKeepsItem ? left[0] : null);
            return Target(pair.Item, match);
        });
    }

    public static void SetDiscounts(BillingRun run, Phase phase)
    {
        var subscription = run.Subscription;
        var owner = new DiscountOwner(subscription.CustomerId, subscription.Id);
        (subscription.Discounts, subscription.SpentDiscounts) = StandingDiscounts.Replace(
            run.Account,
            phase.Discounts,
            subscription.Discounts,
            subscription.SpentDiscounts,
            owner,
            run.RedeemsAt
        );
    }

    /// <summary>In the last phase of a schedule that cancels, the end shows as the subscription's cancel date.</summary>
    public static void SetCancelDate(BillingRun run, Schedule schedule)
    {
        long? cancelAt = schedule.EndBehavior == "cancel" && schedule.IsInLastPhase ? schedule.Phases[^1].End : null;
        if (cancelAt != run.Subscription.CancelAt)
        {
            run.Subscription.CancelAt = cancelAt;
            run.Subscription.CanceledAt = cancelAt is null ? null : run.Account.NowOf(run.Subscription);
            run.Subscription.CancellationReason = cancelAt is null ? null : "cancellation_requested";
        }
    }

    /// <summary>Carries a changed end of the trial over to the subscription; true when the trial ends now and paid time begins.</summary>
    public static bool MoveTrial(BillingRun run, Phase phase)
    {
        var subscription = run.Subscription;
        if (!subscription.IsTrialing || subscription.TrialEnd == phase.TrialEnd)
        {
            return false;
        }

        var end = phase.TrialEnd > run.At ? phase.TrialEnd.Value : run.At;
        subscription.TrialEnd = end;
        if (end > run.At || phase.End <= run.At)
        {
            // What ends together with its phase is left to the step into the next one.
            subscription.Items.ForEach(item => item.PeriodEnd = Periods.Cut(subscription, end));
            return false;
        }

        subscription.Status = "active";
        return true;
    }

    private static void StartTrial(BillingRun run, Phase phase)
    {
        if (phase.TrialEnd > run.At)
        {
            run.Subscription.Status = "trialing";
            run.Subscription.TrialStart = run.At;
            run.Subscription.TrialEnd = phase.TrialEnd;
        }
    }

    private static TargetItem Target(PhaseItem item, SubscriptionItem? match)
    {
        var metadata = match is null ? [] : new Dictionary<string, string>(match.Metadata);
        PhaseSettings.MergeMetadata(metadata, item.Metadata);
        return new TargetItem(item.PriceId, item.Quantity, metadata, item.Discounts, match?.Id);
    }
}
