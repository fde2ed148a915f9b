namespace CpqBilling.Sandbox.Stripe.Schedules;

/// <summary>Reads the phases of an update: they replace the running one and all that follow, and past ones stay.</summary>
internal static class PhaseReplacement
{
    private const string CurrentOnly = "You can only adjust the end date to a future date for the current phase.";

    public static List<Phase> Read(ApiCall call, Schedule schedule)
    {
        var account = call.Account;
        var forms = call.Form.List("phases");
        if (!forms.Any(phase => phase.Has("start_date")))
        {
            throw Errors.Refused(
                "The subscription schedule update is missing at least one phase with a `start_date` to anchor end dates to.",
                "phases"
            );
        }

        var now = account.NowOf(schedule);
        var context = Context(call, schedule, now);
        List<Phase> past = schedule.Status == "active" ? schedule.Phases[..schedule.CurrentPhase] : [];
        var given = forms.SkipWhile(form => IsResent(context, form, past)).ToList();
        if (given.Count == 0)
        {
            throw Errors.Refused(CurrentOnly, "phases");
        }

        var start = given[0].Time("start_date", now) ?? schedule.Running?.Start ?? schedule.Phases[0].Start;
        if (schedule.Running is { } running && start != running.Start)
        {
            throw Errors.Refused(CurrentOnly, "phases");
        }

        var phases = ReadAll(context, given, start);
        CheckEnds(schedule, phases, now);
        List<Phase> all = [.. past, .. phases];
        PhaseRules.Check(all, now);
        return all;
    }

    private static PhaseContext Context(ApiCall call, Schedule schedule, long now)
    {
        var prices = schedule.Phases.SelectMany(phase =>
            phase.Items.Select(item => item.PriceId).Concat(phase.AddedItems.Select(item => item.PriceId))
        );
        var coupons = schedule
            .Phases.SelectMany(phase => phase.Discounts.Concat(phase.Items.SelectMany(item => item.Discounts)))
            .Select(choice => Redemption.CouponIdOf(call.Account, choice));
        var defaults = new Schedule { Defaults = Copy(schedule.Defaults) };
        ScheduleCreation.ReadDefaults(call.Account, defaults, call.Form);
        return new PhaseContext(call.Account, call.Account.CustomerOf(schedule), now, schedule.IsFlexible, defaults.Defaults, call.Version)
        {
            StandingPrices = prices.ToHashSet(),
            StandingCoupons = coupons.ToHashSet(),
        };
    }

    private static CollectionSettings Copy(CollectionSettings settings) =>
        new()
        {
            BillingCycleAnchor = settings.BillingCycleAnchor,
            CollectionMethod = settings.CollectionMethod,
            DaysUntilDue = settings.DaysUntilDue,
            DefaultPaymentMethod = settings.DefaultPaymentMethod,
        };

    /// <summary>A past phase may come along unchanged.</summary>
    private static bool IsResent(PhaseContext context, Parameters form, List<Phase> past)
    {
        if (form.Time("start_date", context.Now) is not { } start || past.Find(phase => phase.Start == start) is not { } old)
        {
            return false;
        }

        var items = form.List("items");
        var isSame =
            (form.Time("end_date", context.Now) ?? old.End) == old.End
            && items.Count == old.Items.Count
            && items
                .Zip(old.Items)
                .All(pair =>
                    pair.First.Text("price") == pair.Second.PriceId && (pair.First.Whole("quantity") ?? pair.Second.Quantity) == pair.Second.Quantity
                );
        return isSame ? true : throw Errors.Refused("You can not change a phase that has already ended.", "phases");
    }

    private static List<Phase> ReadAll(PhaseContext context, List<Parameters> forms, long start)
    {
        List<Phase> phases = [];
        for (var i = 0; i < forms.Count; i++)
        {
            var phase = PhaseReading.Read(context, forms[i], forms[i].Time("start_date", context.Now) ?? start);
            // Without an end of its own a phase reaches to where the next one says it starts.
            if (
                !forms[i].Has("end_date")
                && !forms[i].Has("duration")
                && !forms[i].Has("iterations")
                && i + 1 < forms.Count
                && forms[i + 1].Time("start_date", context.Now) is { } next
            )
            {
                phase.End = next;
            }

            phases.Add(phase);
            start = phase.End;
        }

        return phases;
    }

    private static void CheckEnds(Schedule schedule, List<Phase> phases, long now)
    {
        var isActive = schedule.Status == "active";
        if (isActive && phases[0].End < now)
        {
            throw Errors.Refused(CurrentOnly, "phases");
        }

        if (isActive ? phases.Skip(1).Any(phase => phase.End <= now) : phases[^1].End <= now)
        {
            throw Errors.Refused("Phases must end in the future.", "phases");
        }
    }
}
