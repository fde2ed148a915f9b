namespace CpqBilling.Sandbox.Stripe.Schedules;

/// <summary>What a list of phases is read against.</summary>
internal sealed record PhaseContext(Account Account, Customer Customer, long Now, bool IsFlexible, CollectionSettings Defaults, string Version)
{
    /// <summary>Prices and coupons that the schedule names already; they stay usable there.</summary>
    public IReadOnlySet<string> StandingPrices { get; init; } = new HashSet<string>();

    public IReadOnlySet<string> StandingCoupons { get; init; } = new HashSet<string>();

    public RedemptionPlace Place(string currency) => new(Now, Customer.Id, currency) { Standing = StandingCoupons };
}

/// <summary>Reads one phase of a request.</summary>
internal static class PhaseReading
{
    private const int MostAddedItems = 20;
    private const int MostTrialYears = 2;

    public static Phase Read(PhaseContext context, Parameters form, long start)
    {
        var phase = new Phase
        {
            Start = start,
            ProrationBehavior = form.Text("proration_behavior") ?? "create_prorations",
            Metadata = MetadataRules.Whole(form),
            DefaultTaxRates = form.Texts("default_tax_rates"),
        };
        ReadItems(context, form, phase);
        ReadAddedItems(context, form, phase);
        SettingsReading.Fill(context.Account, phase.Settings, form);
        CheckCollection(context, form, phase);
        phase.Discounts = ReadDiscounts(context, form, phase);
        phase.End = ReadEnd(context, form, phase);
        ReadTrial(context, form, phase);
        return phase;
    }

    private static void ReadItems(PhaseContext context, Parameters form, Phase phase)
    {
        var items = form.List("items");
        var most = context.Account.Decisions.MostItems(context.IsFlexible);
        if (items.Count > most)
        {
            throw Errors.Refused($"A phase can have at most {most} items.", form.PathOf("items"));
        }

        List<Price> prices = [];
        foreach (var item in items)
        {
            var price = PriceUse.Recurring(context.Account, item, context.StandingPrices);
            prices.Add(price);
            phase.Items.Add(
                new PhaseItem
                {
                    PriceId = price.Id,
                    Quantity = PriceUse.Quantity(price, item),
                    Metadata = MetadataRules.Whole(item),
                    Discounts = Redemption.Read(context.Account, item, context.Place(price.Currency) with { RefusesMinimum = true }),
                    TaxRates = item.Texts("tax_rates"),
                }
            );
        }

        phase.Currency = ItemRules.Check(prices, context.IsFlexible, form.PathOf("items"));
        if (form.Text("currency") is { } currency && !string.Equals(currency, phase.Currency, StringComparison.OrdinalIgnoreCase))
        {
            throw Errors.Refused("The currency of the phase must match the currency of its prices.", form.PathOf("currency"));
        }
    }

    private static void ReadAddedItems(PhaseContext context, Parameters form, Phase phase)
    {
        var items = form.List("add_invoice_items");
        if (items.Count > MostAddedItems)
        {
            throw Errors.Refused($"You may add at most {MostAddedItems} invoice items.", form.PathOf("add_invoice_items"));
        }

        foreach (var item in items)
        {
            phase.AddedItems.Add(AddedItemReading.Read(context.Account, item, context.Place(phase.Currency), context.StandingPrices));
        }
    }

    private static IReadOnlyList<DiscountChoice> ReadDiscounts(PhaseContext context, Parameters form, Phase phase)
    {
        var place = context.Place(phase.Currency) with
        {
            RefusesMinimum = phase.Start > context.Now,
            Amount = phase.Items.Sum(item => LineAmount.Of(context.Account.Prices.Get(item.PriceId), item.Quantity ?? 0)),
        };
        if (context.Account.Coupons.Named(form, "coupon", "coupon") is not { } coupon)
        {
            return Redemption.Read(context.Account, form, place);
        }

        // The parameter of versions that had one coupon for a phase.
        var choice = new DiscountChoice(coupon.Id, null, null);
        if (!context.StandingCoupons.Contains(coupon.Id))
        {
            RedemptionRules.Check(context.Account, choice, coupon, form, place);
        }

        return [choice];
    }

    private static void CheckCollection(PhaseContext context, Parameters form, Phase phase)
    {
        var method = phase.Settings.CollectionMethod ?? context.Defaults.CollectionMethod ?? "charge_automatically";
        if (phase.Settings.CollectionMethod is not null || phase.Settings.DaysUntilDue is not null)
        {
            var days = phase.Settings.DaysUntilDue ?? (method == "send_invoice" ? context.Defaults.DaysUntilDue : null);
            SettingsReading.CheckDueDays(method, days, form.PathOf("invoice_settings") + "[days_until_due]");
        }
    }

    private static long ReadEnd(PhaseContext context, Parameters form, Phase phase)
    {
        if (form.Has("duration") && form.Has("end_date"))
        {
            throw Errors.Exclusive(form.PathOf("duration"), form.PathOf("end_date"));
        }

        if (form.Time("end_date", context.Now) is { } end)
        {
            return end;
        }

        if (form.Map("duration") is { } duration)
        {
            return Calendar.Add(phase.Start, duration.RequiredText("interval"), duration.Whole("interval_count") ?? 1);
        }

        // Without any length a phase lasts as long as its shortest price's period.
        var iterations = form.Whole("iterations") ?? 1;
        return phase
            .Items.Select(item => context.Account.Prices.Get(item.PriceId))
            .Min(price => Calendar.Add(phase.Start, price.Interval!, price.IntervalCount * iterations));
    }

    private static void ReadTrial(PhaseContext context, Parameters form, Phase phase)
    {
        phase.TrialEnd = form.Time("trial_end", context.Now) ?? (form.Flag("trial") == true ? phase.End : null);
        if (phase.TrialEnd is not { } trialEnd)
        {
            return;
        }

        if (trialEnd <= phase.Start || trialEnd > phase.End || (form.Flag("trial") == true && trialEnd != phase.End))
        {
            throw Errors.Refused("The trial must end within its phase, and with it when `trial=true`.", form.PathOf("trial_end"));
        }

        if (trialEnd > Calendar.Add(phase.Start, "year", MostTrialYears))
        {
            throw Errors.Refused($"A trial can last at most {MostTrialYears} years.", form.PathOf("trial_end"));
        }

        if (phase.Settings.BillingCycleAnchor == "phase_start")
        {
            throw Errors.Refused("`billing_cycle_anchor=phase_start` cannot be combined with a trial.", form.PathOf("billing_cycle_anchor"));
        }
    }
}
