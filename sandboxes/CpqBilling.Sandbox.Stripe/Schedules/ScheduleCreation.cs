namespace CpqBilling.Sandbox.Stripe.Schedules;

/// <summary>Creates schedules, from phases or from a subscription that exists.</summary>
internal static class ScheduleCreation
{
    private const int MostYearsAhead = 5;

    public static JsonObject Create(ApiCall call)
    {
        if (call.Form.Has("from_subscription"))
        {
            return ScheduleFromSubscription.Create(call);
        }

        var account = call.Account;
        var schedule = Read(call);
        account.Schedules.Add(schedule);
        if (schedule.Phases[0].Start <= account.NowOf(schedule))
        {
            ScheduleStart.Begin(account, schedule);
        }
        else
        {
            account.Expect(schedule, schedule.Phases[0].Start, DueKind.ScheduleStart);
        }

        account.Events.Record("subscription_schedule.created", schedule);
        return ScheduleJson.Render(account, schedule);
    }

    /// <summary>The checked schedule, not yet stored.</summary>
    public static Schedule Read(ApiCall call)
    {
        var (account, form) = (call.Account, call.Form);
        if (!form.Has("customer"))
        {
            throw Errors.Missing("customer");
        }

        var customer = account.LiveCustomer(form);
        if (form.List("phases").Count == 0)
        {
            throw Errors.Missing("phases");
        }

        ClockLimits.RefuseAnotherSubscription(account, customer);
        var now = account.NowOf(customer);
        var start = form.Time("start_date", now) ?? now;
        if (start > Calendar.Add(now, "year", MostYearsAhead))
        {
            throw Errors.Refused($"The start date must be at most {MostYearsAhead} years away.", "start_date");
        }

        var (isFlexible, prorationDiscounts) = BillingModeJson.Read(form, call.Version);
        var schedule = account.Stamp(
            new Schedule
            {
                CustomerId = customer.Id,
                IsFlexible = isFlexible,
                ProrationDiscounts = prorationDiscounts,
                EndBehavior = EndBehavior(form) ?? "release",
                Metadata = MetadataRules.Read(form),
            },
            now
        );
        ReadDefaults(account, schedule, form);
        ReadPhases(call, schedule, customer, start, now);
        return schedule;
    }

    public static string? EndBehavior(Parameters form) =>
        form.Text("end_behavior") switch
        {
            "none" => "release",
            "renew" => throw Errors.Refused("Invalid end_behavior: renew is not supported.", "end_behavior"),
            var other => other,
        };

    public static void ReadDefaults(Account account, Schedule schedule, Parameters form)
    {
        if (form.Map("default_settings") is { } defaults)
        {
            SettingsReading.Fill(account, schedule.Defaults, defaults);
        }

        if (
            schedule.Defaults.CollectionMethod != "send_invoice"
            || form.List("phases").Any(phase => phase.Map("invoice_settings")?.Has("days_until_due") != true)
        )
        {
            SettingsReading.CheckDueDays(
                schedule.Defaults.CollectionMethod!,
                schedule.Defaults.DaysUntilDue,
                "default_settings[invoice_settings][days_until_due]"
            );
        }
    }

    private static void ReadPhases(ApiCall call, Schedule schedule, Customer customer, long start, long now)
    {
        var context = new PhaseContext(call.Account, customer, now, schedule.IsFlexible, schedule.Defaults, call.Version);
        foreach (var phaseForm in call.Form.List("phases"))
        {
            var phase = PhaseReading.Read(context, phaseForm, start);
            schedule.Phases.Add(phase);
            start = phase.End;
        }

        PhaseRules.Check(schedule.Phases, now);
        if (schedule.Phases[^1].End <= now)
        {
            throw Errors.Refused("The last phase of a subscription schedule must end in the future.", "phases");
        }

        ItemRules.CheckCustomer(call.Account, customer, schedule.Phases[0].Currency);
    }
}
