namespace CpqBilling.Sandbox.Stripe.Subscriptions;

/// <summary>Reads what creation and update of a subscription share.</summary>
internal static class SubscriptionReading
{
    private const int MostAddedItems = 20;

    /// <summary>Item lists of a creation: every entry is new.</summary>
    public static List<TargetItem> NewItems(Account account, Parameters form, RedemptionPlace place, bool isFlexible)
    {
        var forms = form.List("items");
        var most = account.Decisions.MostItems(isFlexible);
        if (forms.Count > most)
        {
            throw Errors.Refused($"A subscription can have at most {most} items.", "items");
        }

        return [.. forms.Select(item => NewItem(account, item, place))];
    }

    public static TargetItem NewItem(Account account, Parameters item, RedemptionPlace place)
    {
        var price = PriceUse.Recurring(account, item);
        var discounts = Redemption.Read(account, item, place with { Currency = price.Currency, RefusesMinimum = true });
        return new TargetItem(price.Id, PriceUse.Quantity(price, item), MetadataRules.Read(item), discounts, null);
    }

    public static List<AddedItem> AddedItems(Account account, Parameters form, RedemptionPlace place)
    {
        var forms = form.List("add_invoice_items");
        return forms.Count <= MostAddedItems
            ? [.. forms.Select(item => AddedItemReading.Read(account, item, place))]
            : throw Errors.Refused($"You may add at most {MostAddedItems} invoice items.", "add_invoice_items");
    }

    /// <summary>Settings that may be given at creation and changed later.</summary>
    public static void Fill(Account account, Subscription subscription, Parameters form)
    {
        subscription.CollectionMethod = form.Text("collection_method") ?? subscription.CollectionMethod;
        subscription.DaysUntilDue = form.Has("days_until_due") ? form.Whole("days_until_due") : subscription.DaysUntilDue;
        if (subscription.CollectionMethod == "charge_automatically" && !form.Has("days_until_due"))
        {
            subscription.DaysUntilDue = null;
        }

        SettingsReading.CheckDueDays(subscription.CollectionMethod, subscription.DaysUntilDue, "days_until_due");
        subscription.DefaultPaymentMethod = form.Has("default_payment_method")
            ? account.PaymentMethods.Named(form, "default_payment_method", "payment method")?.Id
            : subscription.DefaultPaymentMethod;
        subscription.Description = form.Has("description") ? form.Text("description") : subscription.Description;
        SubscriptionInvoices.Read(subscription, form);
        subscription.PaymentSettings = TypedJson.Of<Sdk.SubscriptionCreateOptions>(form, "payment_settings") ?? subscription.PaymentSettings;
        subscription.TrialSettings = TrialSettings(form, subscription);
        FillCancellation(subscription, form);
        MetadataRules.Merge(subscription.Metadata, form);
    }

    public static void FillCancellation(Subscription subscription, Parameters form)
    {
        if (form.Map("cancellation_details") is { } details)
        {
            subscription.CancellationComment = details.Has("comment") ? details.Text("comment") : subscription.CancellationComment;
            subscription.CancellationFeedback = details.Has("feedback") ? details.Text("feedback") : subscription.CancellationFeedback;
        }
    }

    private static JsonObject? TrialSettings(Parameters form, Subscription subscription)
    {
        if (form.Map("trial_settings")?.Map("end_behavior") is not { } end)
        {
            return subscription.TrialSettings?.DeepClone().AsObject();
        }

        subscription.KeepsAnchorAtTrialEnd = end.Text("billing_cycle_anchor") == "unchanged";
        return new JsonObject
        {
            ["end_behavior"] = new JsonObject
            {
                ["billing_cycle_anchor"] = end.Text("billing_cycle_anchor"),
                ["missing_payment_method"] = end.Text("missing_payment_method") ?? "create_invoice",
            },
        };
    }

    /// <summary>The cancel date that a request asks for; null when it asks for none.</summary>
    public static long? CancelAt(Parameters form, Subscription subscription, long now)
    {
        if (form.Text("cancel_at") is { } word)
        {
            var at = word switch
            {
                "min_period_end" => subscription.Items.Min(item => item.PeriodEnd),
                "max_period_end" => subscription.Items.Max(item => item.PeriodEnd),
                _ => form.Whole("cancel_at")!.Value,
            };
            return at > now ? at : throw Errors.Refused("`cancel_at` must be a time in the future.", "cancel_at");
        }

        return form.Flag("cancel_at_period_end") == true ? subscription.Items.Min(item => item.PeriodEnd) : null;
    }
}
