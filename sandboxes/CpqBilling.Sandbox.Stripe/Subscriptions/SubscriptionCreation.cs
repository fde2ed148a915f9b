namespace CpqBilling.Sandbox.Stripe.Subscriptions;

/// <summary>Creates subscriptions without a schedule.</summary>
internal static class SubscriptionCreation
{
    private const long IncompleteSeconds = 23 * 3600;

    public static JsonObject Create(ApiCall call)
    {
        var (account, form) = (call.Account, call.Form);
        var customer = account.LiveCustomer(form);
        var now = account.NowOf(customer);
        if (form.Text("payment_behavior") == "pending_if_incomplete")
        {
            throw Errors.Refused("`payment_behavior=pending_if_incomplete` can only be used when a subscription is updated.", "payment_behavior");
        }

        var (isFlexible, prorationDiscounts) = BillingModeJson.Read(form, call.Version);
        var place = new RedemptionPlace(now, customer.Id);
        var targets = SubscriptionReading.NewItems(account, form, place, isFlexible);
        var wanted = form.Text("currency")?.ToLowerInvariant();
        var currency = ItemRules.Check([.. targets.Select(target => account.Prices.Get(target.PriceId).In(wanted))], isFlexible, "items");
        CheckCurrency(form, currency);
        ItemRules.CheckCustomer(account, customer, currency);
        ClockLimits.RefuseAnotherSubscription(account, customer);
        var amount = targets.Sum(target => LineAmount.Of(account.Prices.Get(target.PriceId).In(currency), target.Quantity ?? 0));
        var discounts = Redemption.Read(account, form, place with { Currency = currency, Amount = amount });
        var added = SubscriptionReading.AddedItems(account, form, place with { Currency = currency });
        var subscription = account.Stamp(
            new Subscription
            {
                CustomerId = customer.Id,
                IsFlexible = isFlexible,
                ProrationDiscounts = prorationDiscounts,
                Currency = currency,
                Anchor = now,
                StartDate = now,
                LastBoundary = now,
            },
            now
        );
        SubscriptionReading.Fill(account, subscription, form);
        CheckAnchor(account, form, targets, now);
        ReadTimes(form, subscription, now);
        RefuseUnpayable(account, form, subscription, customer);
        subscription.Discounts = Redemption.Redeem(account, discounts, [], new DiscountOwner(customer.Id, subscription.Id), now);
        account.Subscriptions.Add(subscription);
        customer.Currency ??= currency;
        Start(account, form, subscription, targets, added);
        return SubscriptionJson.Render(account, subscription);
    }

    private static void ReadTimes(Parameters form, Subscription subscription, long now)
    {
        form.RefuseTogether("trial_end", "trial_period_days");
        var trialEnd = form.Whole("trial_period_days") is { } days ? now + (days * 86_400) : form.Time("trial_end", now);
        if (trialEnd > now)
        {
            subscription.Status = "trialing";
            subscription.TrialStart = now;
            subscription.TrialEnd = trialEnd;
            subscription.Anchor = trialEnd.Value;
        }

        subscription.StartDate = form.Whole("backdate_start_date") ?? now;
        if (subscription.StartDate > now)
        {
            throw Errors.Refused("`backdate_start_date` must be in the past.", "backdate_start_date");
        }

        if (subscription.IsFlexible)
        {
            subscription.Anchor = subscription.IsTrialing ? subscription.Anchor : subscription.StartDate;
        }

        subscription.Anchor = form.Whole("billing_cycle_anchor") ?? AnchorOf(form.Map("billing_cycle_anchor_config"), now) ?? subscription.Anchor;
        subscription.AnchorConfiguration = AnchorConfiguration(form);
        if (form.Whole("cancel_at") is { } cancelAt)
        {
            subscription.CancelAt = cancelAt > now ? cancelAt : throw Errors.Refused("`cancel_at` must be a time in the future.", "cancel_at");
            subscription.CanceledAt = now;
            subscription.CancellationReason = "cancellation_requested";
        }
    }

    private static void CheckCurrency(Parameters form, string currency)
    {
        if (form.Text("currency") is { } wanted && !string.Equals(wanted, currency, StringComparison.OrdinalIgnoreCase))
        {
            throw Errors.Refused("The currency of the subscription must match the currency of its prices.", "currency");
        }
    }

    /// <summary>A first billing date may lie at most one period ahead; a rule for it needs months to count in.</summary>
    private static void CheckAnchor(Account account, Parameters form, IReadOnlyList<TargetItem> targets, long now)
    {
        form.RefuseTogether("billing_cycle_anchor", "billing_cycle_anchor_config");
        form.RefuseTogether("billing_cycle_anchor_config", "backdate_start_date");
        List<Price> prices = [.. targets.Select(target => account.Prices.Get(target.PriceId))];
        if (form.Whole("billing_cycle_anchor") is { } anchor)
        {
            var furthest = prices.Min(price => Calendar.Add(form.Whole("trial_end") ?? now, price.Interval!, price.IntervalCount));
            if (anchor < now || anchor > furthest)
            {
                throw Errors.Refused("`billing_cycle_anchor` must be in the future, and at most one billing period away.", "billing_cycle_anchor");
            }
        }

        if (form.Has("billing_cycle_anchor_config") && prices.Exists(price => price.Interval is not ("month" or "year")))
        {
            throw Errors.Refused("`billing_cycle_anchor_config` can only be used with monthly and yearly prices.", "billing_cycle_anchor_config");
        }
    }

    private static JsonObject? AnchorConfiguration(Parameters form)
    {
        if (TypedJson.Of<Sdk.SubscriptionCreateOptions>(form, "billing_cycle_anchor_config") is not JsonObject given)
        {
            return null;
        }

        foreach (var name in (string[])["hour", "minute", "month", "second"])
        {
            given.TryAdd(name, null);
        }

        return given;
    }

    /// <summary>The next time from now that fits day, hour and the rest.</summary>
    private static long? AnchorOf(Parameters? config, long now)
    {
        if (config is null)
        {
            return null;
        }

        var today = DateTimeOffset.FromUnixTimeSeconds(now);
        var day = (int)(config.Whole("day_of_month") ?? throw Errors.Missing("billing_cycle_anchor_config[day_of_month]"));
        for (var months = 0; months <= 12; months++)
        {
            var first = new DateTimeOffset(today.Year, today.Month, 1, 0, 0, 0, TimeSpan.Zero).AddMonths(months);
            if (config.Whole("month") is { } month && first.Month != month)
            {
                continue;
            }

            var at = first
                .AddDays(Math.Min(day, DateTime.DaysInMonth(first.Year, first.Month)) - 1)
                .AddHours(config.Whole("hour") ?? today.Hour)
                .AddMinutes(config.Whole("minute") ?? today.Minute)
                .AddSeconds(config.Whole("second") ?? today.Second);
            if (at.ToUnixTimeSeconds() >= now)
            {
                return at.ToUnixTimeSeconds();
            }
        }

        return null;
    }

    private static void RefuseUnpayable(Account account, Parameters form, Subscription subscription, Customer customer)
    {
        var mustPay =
            subscription is { CollectionMethod: "charge_automatically", IsTrialing: false }
            && form.Text("payment_behavior") is null or "error_if_incomplete" or "allow_incomplete";
        var isFree = form.List("items")
            .All(item =>
                account.Prices.Find(item.Text("price") ?? item.Text("plan")) is { } price
                && (price.IsMetered || LineAmount.Of(price, item.Whole("quantity") ?? 1) == 0)
            );
        if (mustPay && !isFree && (subscription.DefaultPaymentMethod ?? customer.DefaultPaymentMethod) is null)
        {
            throw Errors.Refused(
                "This customer has no attached payment source or default payment method. Please consider adding a default payment method.",
                null,
                "resource_missing"
            );
        }
    }

    private static void Start(Account account, Parameters form, Subscription subscription, List<TargetItem> targets, List<AddedItem> added)
    {
        var now = subscription.Created;
        var behavior = form.Text("proration_behavior") ?? "create_prorations";
        var isBackdated = subscription.StartDate < now;
        var run = new BillingRun(account, subscription, isBackdated && subscription.IsFlexible ? subscription.StartDate : now)
        {
            PeriodStart = now,
            Reason = "subscription_create",
            FinalizesAtOnce = subscription.CollectionMethod == "charge_automatically",
        };
        foreach (var target in targets)
        {
            subscription.Items.Add(ItemChanges.Create(run, target));
        }

        subscription.Items.ForEach(item => Periods.Open(run, item, behavior, isFirst: true));
        SetCancelAtPeriodEnd(form, subscription, now);
        if (isBackdated && subscription.IsFlexible)
        {
            Backdating.CatchUp(run, null, behavior, now);
            run.Reason = "subscription_create";
        }
        else if (isBackdated && behavior != "none")
        {
            ClassicBackdating.Charge(run);
        }

        run.At = now;
        added.ForEach(item => run.NewItems.Add(AddedCharges.Make(run, item, now, now)));
        account.Events.Record("customer.subscription.created", subscription);
        Settle(account, form, subscription, run.CommitInvoice());
        account.Follow(subscription);
    }

    private static void SetCancelAtPeriodEnd(Parameters form, Subscription subscription, long now)
    {
        if (form.Flag("cancel_at_period_end") == true || form.Text("cancel_at") is "min_period_end" or "max_period_end")
        {
            subscription.CancelAtPeriodEnd = form.Flag("cancel_at_period_end") == true;
            subscription.CancelAt = SubscriptionReading.CancelAt(form, subscription, now);
            subscription.CanceledAt = now;
            subscription.CancellationReason = "cancellation_requested";
        }
    }

    /// <summary>An automatic charge is tried within the request; what cannot be paid leaves the subscription incomplete.</summary>
    private static void Settle(Account account, Parameters form, Subscription subscription, Invoice? invoice)
    {
        if (invoice is null || subscription.CollectionMethod != "charge_automatically")
        {
            return;
        }

        if (!subscription.IsTrialing && invoice.Total > 0)
        {
            subscription.Status = "incomplete";
        }

        var behavior = form.Text("payment_behavior");
        InvoiceLife.Finalize(account, invoice, advances: behavior == "default_incomplete" ? false : null);
        if (subscription.Status != "incomplete")
        {
            return;
        }

        invoice.AutoAdvance = false;
        invoice.NextPaymentAttempt = null;
        account.Expect(subscription, subscription.Created + IncompleteSeconds, DueKind.IncompleteExpiry);
        if (behavior == "error_if_incomplete")
        {
            subscription.Status = "incomplete_expired";
            InvoiceLife.Void(account, invoice);
            PriceCreation.KeepInline(account);
            throw Payments.MethodFor(account, invoice)?.Card.Declined() ?? TestCards.Declining.Declined();
        }
    }
}
