namespace CpqBilling.Sandbox.Stripe.Subscriptions;

/// <summary>Changes a running subscription.</summary>
internal static class SubscriptionUpdate
{
    private static readonly string[] CancelFields = ["cancel_at", "cancel_at_period_end"];

    private static readonly string[] SplittingFields = ["items", "discounts", "trial_end", "add_invoice_items", "default_tax_rates", "automatic_tax"];

    public static JsonObject Update(ApiCall call)
    {
        var (account, form) = (call.Account, call.Form);
        var subscription = account.Writable(SubscriptionEndpoints.Find(call));
        if (subscription.IsEnded)
        {
            return UpdateEnded(call, subscription);
        }

        var schedule = account.Schedules.Find(subscription.ScheduleId);
        if (schedule is not null && CancelFields.FirstOrDefault(form.Has) is { } cancelField)
        {
            throw Errors.Refused(
                $"The subscription is managed by the subscription schedule `{schedule.Id}`, and updating any cancelation behavior directly is not allowed. Please update the schedule instead.",
                cancelField
            );
        }

        var now = account.NowOf(subscription);
        if (KeepsPending(call, subscription, now))
        {
            return SubscriptionJson.Render(account, subscription);
        }

        PendingUpdates.Drop(account, subscription);
        Carry(account, form, subscription, Read(call, subscription, now));
        if (schedule is not null && SplittingFields.Any(form.Has))
        {
            SplitPhase(account, schedule, subscription, now);
        }

        return SubscriptionJson.Render(account, subscription);
    }

    /// <summary>What an update asks for, checked.</summary>
    public sealed record Plan(
        IReadOnlyList<TargetItem> Targets,
        IReadOnlyList<DiscountChoice>? Discounts,
        List<AddedItem> Added,
        bool ResetsAnchor,
        string Behavior,
        long At
    );

    public static Plan Read(ApiCall call, Subscription subscription, long now)
    {
        var (account, form) = (call.Account, call.Form);
        var place = new RedemptionPlace(now, subscription.CustomerId, subscription.Currency) { RefusesMinimum = true };
        var targets = ReadItems(account, form, subscription, place);
        if (CancelFields.Any(form.Has))
        {
            // Refuses a date in the past before anything is changed.
            SubscriptionReading.CancelAt(form, subscription, now);
        }

        ItemRules.Check(
            [.. targets.Select(target => account.Prices.Get(target.PriceId).In(subscription.Currency))],
            subscription.IsFlexible,
            "items"
        );
        var at = form.Whole("proration_date") ?? now;
        if (at < subscription.Items.Max(item => item.PeriodStart) || at >= subscription.Items.Min(item => item.PeriodEnd))
        {
            if (form.Has("proration_date"))
            {
                throw Errors.Refused("`proration_date` must lie within the current period.", "proration_date");
            }
        }

        return new Plan(
            targets,
            form.Has("discounts") ? Redemption.Read(account, form, place with { Standing = Coupons(account, subscription) }) : null,
            SubscriptionReading.AddedItems(account, form, place),
            ResetsAnchor(call),
            form.Text("proration_behavior") ?? "create_prorations",
            at
        );
    }

    /// <summary>Whether the update must wait for its payment; refuses it when it must not wait.</summary>
    private static bool KeepsPending(ApiCall call, Subscription subscription, long now)
    {
        var behavior = call.Form.Text("payment_behavior");
        if (behavior == "pending_if_incomplete")
        {
            PendingUpdates.CheckForm(call.Form);
        }

        if (
            behavior is not ("pending_if_incomplete" or "error_if_incomplete")
            || UpdatePayment.Of(call, subscription, now) is not { CanBePaid: false } outlook
        )
        {
            return false;
        }

        if (behavior == "error_if_incomplete")
        {
            throw outlook.Refusal;
        }

        PendingUpdates.Drop(call.Account, subscription);
        PendingUpdates.Keep(call, subscription, outlook, call.Form.Whole("proration_date") ?? now);
        return true;
    }

    public static void Carry(Account account, Parameters form, Subscription subscription, Plan plan)
    {
        var run = Change(account, form, subscription, plan);
        account.Events.RecordUpdate("customer.subscription.updated", subscription);
        if (run.CommitInvoice() is { } invoice)
        {
            var waits = form.Text("payment_behavior") == "default_incomplete" && invoice.CollectionMethod == "charge_automatically";
            InvoiceLife.Finalize(account, invoice, advances: waits ? false : null);
            if (waits && invoice.Status == "open" && subscription.Status == "active")
            {
                subscription.Status = "past_due";
                account.Events.RecordUpdate("customer.subscription.updated", subscription);
            }
        }

        account.Follow(subscription);
    }

    /// <summary>Carries out an update whose charges stand on an invoice that is paid already.</summary>
    public static void CarryPaid(Account account, Parameters form, Subscription subscription, Plan plan, Invoice invoice)
    {
        var known = subscription.Items.Select(item => item.Id).ToHashSet();
        Change(account, form, subscription, plan);
        foreach (var item in subscription.Items.Where(item => !known.Contains(item.Id)))
        {
            item.Id = invoice.Lines.Find(line => line.PriceId == item.PriceId && line.Amount >= 0)?.SubscriptionItemId ?? item.Id;
        }

        InvoiceMaking.Book(subscription, invoice);
        account.Events.RecordUpdate("customer.subscription.updated", subscription);
        account.Follow(subscription);
    }

    /// <summary>Changes the subscription; what that charges is gathered and not yet made.</summary>
    private static BillingRun Change(Account account, Parameters form, Subscription subscription, Plan plan)
    {
        var now = account.NowOf(subscription);
        SubscriptionReading.Fill(account, subscription, form);
        PausedCollection.Read(account, subscription, form);
        var run = new BillingRun(account, subscription, plan.At) { PeriodStart = subscription.LastBoundary, FinalizesAtOnce = true };
        var trialEnd = form.Time("trial_end", now);
        var changesTrial = trialEnd is not null && (subscription.IsTrialing || trialEnd > now);
        var restarts = ItemChanges.Apply(
            run,
            plan.Targets,
            new ChangeTerms(plan.Behavior, plan.ResetsAnchor || changesTrial, IsPhaseChange: false),
            () =>
            {
                SetTrial(subscription, changesTrial ? trialEnd : null, now);
                SetDiscounts(run, plan);
                SetCancelDate(form, subscription, now);
            }
        );
        plan.Added.ForEach(item => run.NewItems.Add(AddedCharges.Make(run, item, now, subscription.Items.Min(other => other.PeriodEnd))));
        if (restarts || (plan.Behavior == "always_invoice" && (run.NewItems.Count > 0 || run.Lines.Count > 0)))
        {
            run.Reason = "subscription_update";
            run.TakesOwnItemsOnly = !subscription.IsFlexible && !restarts;
        }

        return run;
    }

    private static JsonObject UpdateEnded(ApiCall call, Subscription subscription)
    {
        if (call.Form.Names.FirstOrDefault(name => name is not ("metadata" or "cancellation_details" or "expand")) is { } name)
        {
            throw Errors.Refused("A canceled subscription can only update its cancellation_details and metadata.", name);
        }

        MetadataRules.Merge(subscription.Metadata, call.Form);
        SubscriptionReading.FillCancellation(subscription, call.Form);
        call.Account.Events.RecordUpdate("customer.subscription.updated", subscription);
        return SubscriptionJson.Render(call.Account, subscription);
    }

    private static List<TargetItem> ReadItems(Account account, Parameters form, Subscription subscription, RedemptionPlace place)
    {
        var targets = subscription.Items.ConvertAll(item => new TargetItem(item.PriceId, item.Quantity, item.Metadata, null, item.Id));
        foreach (var entry in form.List("items"))
        {
            if (entry.Text("id") is not { } id)
            {
                targets.Add(SubscriptionReading.NewItem(account, entry, place));
                continue;
            }

            var index = targets.FindIndex(target => target.ItemId == id);
            if (index < 0)
            {
                throw Errors.NoSuch("subscription_item", id, entry.PathOf("id"));
            }

            if (entry.Flag("deleted") == true)
            {
                targets.RemoveAt(index);
                continue;
            }

            targets[index] = Changed(account, entry, targets[index], place);
        }

        return targets;
    }

    /// <summary>A new price brings its quantity back to one, unless one is given.</summary>
    private static TargetItem Changed(Account account, Parameters entry, TargetItem target, RedemptionPlace place)
    {
        var hasPrice = entry.Has("price") || entry.Has("plan") || entry.Has("price_data");
        var price = hasPrice ? PriceUse.Recurring(account, entry, new HashSet<string> { target.PriceId }) : account.Prices.Get(target.PriceId);
        var quantity = price.Id != target.PriceId || entry.Has("quantity") ? PriceUse.Quantity(price, entry) : target.Quantity;
        var metadata = new Dictionary<string, string>(target.Metadata);
        MetadataRules.Merge(metadata, entry);
        return target with
        {
            PriceId = price.Id,
            Quantity = quantity,
            Metadata = metadata,
            Discounts = entry.Has("discounts") ? Redemption.Read(account, entry, place) : null,
        };
    }

    private static bool ResetsAnchor(ApiCall call)
    {
        var form = call.Form;
        if (form.Text("billing_cycle_anchor") is { } word)
        {
            return ApiVersions.IsBefore(call.Version, "2026-09-30") && word is "now" or "unchanged"
                ? word == "now"
                : throw Errors.Malformed("Invalid object", form.PathOf("billing_cycle_anchor"));
        }

        if (form.Map("billing_cycle_anchor") is { } anchor && anchor.Has("timestamp"))
        {
            throw Unkept.Value(anchor.PathOf("timestamp"), anchor.Text("timestamp") ?? "");
        }

        return form.Map("billing_cycle_anchor")?.RequiredText("type") switch
        {
            "now" => true,
            null or "unchanged" => false,
            _ => throw Errors.Malformed("Invalid billing_cycle_anchor[type]: must be one of now or unchanged", "billing_cycle_anchor[type]"),
        };
    }

    private static void SetTrial(Subscription subscription, long? trialEnd, long now)
    {
        if (trialEnd is not { } end)
        {
            return;
        }

        subscription.TrialStart = subscription.IsTrialing ? subscription.TrialStart : now;
        subscription.TrialEnd = end;
        subscription.Status = end > now ? "trialing" : "active";
    }

    private static void SetDiscounts(BillingRun run, Plan plan)
    {
        if (plan.Discounts is { } choices)
        {
            var subscription = run.Subscription;
            (subscription.Discounts, subscription.SpentDiscounts) = StandingDiscounts.Replace(
                run.Account,
                choices,
                subscription.Discounts,
                subscription.SpentDiscounts,
                new DiscountOwner(subscription.CustomerId, subscription.Id),
                run.At
            );
        }
    }

    private static void SetCancelDate(Parameters form, Subscription subscription, long now)
    {
        if (!CancelFields.Any(form.Has))
        {
            return;
        }

        var cancelAt = SubscriptionReading.CancelAt(form, subscription, now);
        subscription.CancelAtPeriodEnd = form.Flag("cancel_at_period_end") == true;
        subscription.CancelAt = cancelAt;
        subscription.CanceledAt = cancelAt is null ? null : now;
        subscription.CancellationReason = cancelAt is null ? null : "cancellation_requested";
    }

    /// <summary>A direct change ends the running phase now and begins another like it, with the new items.</summary>
    private static void SplitPhase(Account account, Schedule schedule, Subscription subscription, long now)
    {
        var old = schedule.Running!;
        var isAtStart = old.Start == now;
        var next = isAtStart
            ? old
            : new Phase
            {
                Start = now,
                End = old.End,
                ProrationBehavior = old.ProrationBehavior,
                Settings = old.Settings,
                Metadata = new(old.Metadata),
                Currency = old.Currency,
            };
        next.TrialEnd = subscription.IsTrialing ? subscription.TrialEnd : null;
        next.Discounts = subscription.Discounts.ConvertAll(id => new DiscountChoice(account.Discounts.Get(id).CouponId, null, null));
        next.Items = subscription.Items.ConvertAll(item => new PhaseItem
        {
            PriceId = item.PriceId,
            Quantity = item.Quantity,
            Metadata = new(item.Metadata),
            Discounts = item.Discounts.ConvertAll(id => new DiscountChoice(account.Discounts.Get(id).CouponId, null, null)),
        });
        if (!isAtStart)
        {
            old.End = now;
            schedule.CurrentPhase++;
            schedule.Phases.Insert(schedule.CurrentPhase, next);
        }

        account.Events.RecordUpdate("subscription_schedule.updated", schedule);
    }

    private static HashSet<string> Coupons(Account account, Subscription subscription) =>
        [.. subscription.Discounts.Select(id => account.Discounts.Get(id).CouponId)];
}
