namespace CpqBilling.Sandbox.Stripe.Invoices;

/// <summary>Shows the invoice that a change, or just time, would bring.</summary>
internal static class PreviewEndpoints
{
    public static void Map(RouteTable routes) => routes.Post("/v1/invoices/create_preview", Shape, Create);

    private static ParameterShape Shape() =>
        ScheduleShapes
            .Phases(ParameterShape.Of<Sdk.InvoiceCreatePreviewOptions>(), "schedule_details.")
            .OneOf("preview_mode", "next", "recurring")
            .Unkept(
                "automatic_tax",
                "customer_account",
                "currency",
                "customer_details",
                "invoice_items.invoiceitem",
                "schedule_details.phases.add_invoice_items.tax_rates",
                "schedule_details.phases.application_fee_percent",
                "schedule_details.phases.automatic_tax",
                "schedule_details.phases.billing_thresholds",
                "schedule_details.phases.default_tax_rates",
                "schedule_details.phases.invoice_settings.account_tax_ids",
                "schedule_details.phases.items.tax_rates",
                "schedule_details.phases.on_behalf_of",
                "schedule_details.phases.transfer_data",
                "issuer",
                "on_behalf_of",
                "invoice_items.tax_rates",
                "schedule_details.billing_mode.flexible",
                "subscription_details.billing_schedules",
                "subscription_details.default_tax_rates",
                "subscription_details.items.billing_thresholds",
                "subscription_details.items.clear_usage",
                "subscription_details.items.current_trial",
                "subscription_details.items.tax_rates",
                "subscription_details.pause",
                "subscription_details.resume_at",
                "subscription_details.start_date"
            )
            .With("subscription_details.billing_cycle_anchor", new ParameterShape(ShapeKind.Anything))
            .With(
                "subscription_details.cancel_at",
                new ParameterShape(ShapeKind.Time) { IsEmptyable = true, Words = ["min_period_end", "max_period_end"] }
            );

    private static JsonObject Create(ApiCall call)
    {
        var form = call.Form;
        foreach (var first in (string[])["schedule", "schedule_details"])
        {
            if (form.Has(first) && (form.Has("subscription") || form.Has("subscription_details")))
            {
                throw Errors.Exclusive(first, form.Has("subscription") ? "subscription" : "subscription_details");
            }
        }

        var customer = CustomerOf(call);
        var shadow = Preview.Shadow(call.Account, customer);
        var now = call.Account.NowOf(customer);
        AddItems(shadow, form, customer, now);
        var invoice =
            form.Has("schedule") || form.Has("schedule_details")
                ? OfSchedule(call with { Account = shadow }, customer, now)
                : OfSubscription(call with { Account = shadow }, customer, now);
        return Preview.Render(call with { Account = shadow }, invoice ?? throw NothingToCome(customer));
    }

    private static RefusalException NothingToCome(Customer customer) =>
        new(404, "invalid_request_error", "invoice_upcoming_none", null, $"No upcoming invoices for customer: '{customer.Id}'");

    private static Customer CustomerOf(ApiCall call)
    {
        var account = call.Account;
        CustomerObject? owned = account.Subscriptions.Named(call.Form, "subscription", "subscription");
        owned ??= account.Schedules.Named(call.Form, "schedule", "subscription_schedule");
        if (owned is null)
        {
            return account.LiveCustomer(call.Form);
        }

        return call.Form.Text("customer") is { } named && named != owned.CustomerId
            ? throw Errors.Refused("What is previewed belongs to another customer.", "customer")
            : account.CustomerOf(owned);
    }

    private static void AddItems(Account shadow, Parameters form, Customer customer, long now)
    {
        foreach (var entry in form.List("invoice_items"))
        {
            var item = InvoiceItemReading.Read(shadow, entry, customer, now);
            shadow.InvoiceItems.Add(item);
            shadow.PendingOf(customer.Id).Add(item);
        }
    }

    private static Invoice? OfSubscription(ApiCall call, Customer customer, long now)
    {
        var (shadow, form) = (call.Account, call.Form);
        var details = form.Map("subscription_details");
        if (form.Text("subscription") is not { } id)
        {
            return details?.Has("items") == true ? OfNewSubscription(call, details) : OfCustomer(shadow, customer, now);
        }

        var subscription = shadow.Subscriptions.Find(id) ?? throw NothingToCome(customer);
        if (details is not null)
        {
            Change(call with { Form = AsUpdate(details) }, subscription, details, now);
        }

        return Immediate(shadow) ?? Preview.NextOf(shadow, subscription.Id, now);
    }

    private static void Change(ApiCall call, Subscription subscription, Parameters details, long now)
    {
        if (details.Flag("cancel_now") == true)
        {
            Cancellation.Now(
                call.Account,
                subscription,
                new CancellationTerms(InvoiceNow: true, Prorate: details.Text("proration_behavior") != "none"),
                "cancellation_requested"
            );
            return;
        }

        var plan = SubscriptionUpdate.Read(call, subscription, now);
        SubscriptionUpdate.Carry(call.Account, call.Form, subscription, plan);
    }

    /// <summary>The details are an update's parameters, but for those that only a preview has.</summary>
    private static Parameters AsUpdate(Parameters details)
    {
        var form = new RawNode();
        foreach (var (name, node) in details.Node.Children.Where(child => child.Name is not ("cancel_now" or "billing_mode")))
        {
            form.Adopt(name, node);
        }

        return new Parameters(form, "subscription_details");
    }

    private static Invoice? OfNewSubscription(ApiCall call, Parameters details)
    {
        var form = new RawNode();
        foreach (var (name, node) in details.Node.Children.Where(child => child.Name is not "cancel_now"))
        {
            form.Adopt(name, node);
        }

        form.Child("customer").Text = call.Form.Text("customer");
        form.Child("collection_method").Text = "send_invoice";
        form.Child("days_until_due").Text = "30";
        var created = SubscriptionCreation.Create(call with { Form = new Parameters(form, "subscription_details") });
        return Immediate(call.Account) ?? Preview.NextOf(call.Account, created["id"]!.GetValue<string>(), 0);
    }

    /// <summary>Without anything named, the soonest invoice of any of the customer's subscriptions.</summary>
    private static Invoice? OfCustomer(Account shadow, Customer customer, long now)
    {
        var next = shadow.Subscriptions.OwnedBy(customer.Id).OrderBy(subscription => SubscriptionStep.NextAt(shadow, subscription)).FirstOrDefault();
        return next is null ? null : Preview.NextOf(shadow, next.Id, now);
    }

    private static Invoice? OfSchedule(ApiCall call, Customer customer, long now)
    {
        var (shadow, form) = (call.Account, call.Form);
        var details = form.Map("schedule_details") ?? Parameters.None;
        if (form.Has("schedule"))
        {
            // Only what can still change was copied.
            var schedule = shadow.Schedules.Find(form.Text("schedule")) ?? throw NothingToCome(customer);
            var update = call with { Form = details };
            var phases = details.Has("phases") ? PhaseReplacement.Read(update, schedule) : null;
            ScheduleUpdate.Apply(update, schedule, phases, details.Text("proration_behavior") ?? "create_prorations");
            if (schedule.Status == "not_started")
            {
                Start(shadow, schedule, now);
            }

            return Upcoming(shadow, schedule, now);
        }

        var created = ScheduleCreation.Read(call with { Form = AsCreation(details, customer) });
        shadow.Schedules.Add(created);
        Start(shadow, created, now);
        return Upcoming(shadow, created, now);
    }

    private static void Start(Account shadow, Schedule schedule, long now) =>
        shadow.TimelineOf(shadow.CustomerOf(schedule)).At(Math.Max(now, schedule.Phases[0].Start), () => ScheduleStart.Begin(shadow, schedule));

    /// <summary>A creation takes its start beside the phases, a preview in the first of them.</summary>
    private static Parameters AsCreation(Parameters details, Customer customer)
    {
        var form = new RawNode();
        foreach (var (name, node) in details.Node.Children.Where(child => child.Name is not "proration_behavior"))
        {
            form.Adopt(name, node);
        }

        form.Child("customer").Text = customer.Id;
        if (details.List("phases") is [var first, ..] && first.Text("start_date") is { } start)
        {
            form.Child("start_date").Text = start;
        }

        return new Parameters(form, "schedule_details");
    }

    private static Invoice? Upcoming(Account shadow, Schedule schedule, long now) =>
        Immediate(shadow) ?? (schedule.SubscriptionId is { } id && shadow.Subscriptions.Contains(id) ? Preview.NextOf(shadow, id, now) : null);

    private static Invoice? Immediate(Account shadow) => shadow.Invoices.All.Count == 0 ? null : shadow.Invoices.All[0];
}
