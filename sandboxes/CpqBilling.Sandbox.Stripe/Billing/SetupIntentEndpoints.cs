namespace CpqBilling.Sandbox.Stripe.Billing;

/// <summary>Cards that customers leave for later, declined or authenticated as the test cards say.</summary>
internal static class SetupIntentEndpoints
{
    private static readonly string[] Kept =
    [
        "automatic_payment_methods",
        "cancellation_reason",
        "confirm",
        "created",
        "customer",
        "description",
        "ending_before",
        "expand",
        "limit",
        "metadata",
        "payment_method",
        "return_url",
        "starting_after",
        "usage",
    ];

    private static readonly (string Name, string[] Words)[] Words =
    [
        ("usage", ["off_session", "on_session"]),
        ("cancellation_reason", ["abandoned", "duplicate", "requested_by_customer"]),
    ];

    public static void Map(RouteTable routes) =>
        routes
            .Post("/v1/setup_intents", () => Limits(ParameterShape.Of<Sdk.SetupIntentCreateOptions>()), Create)
            .Get("/v1/setup_intents", () => Limits(ParameterShape.Of<Sdk.SetupIntentListOptions>()), List)
            .Get("/v1/setup_intents/{id}", call => SetupIntentJson.Render(call.Account, Find(call)))
            .Post("/v1/setup_intents/{id}", () => Limits(ParameterShape.Of<Sdk.SetupIntentUpdateOptions>()), Update)
            .Post("/v1/setup_intents/{id}/confirm", () => Limits(ParameterShape.Of<Sdk.SetupIntentConfirmOptions>()), Confirm)
            .Post("/v1/setup_intents/{id}/cancel", () => Limits(ParameterShape.Of<Sdk.SetupIntentCancelOptions>()), Cancel);

    private static ParameterShape Limits(ParameterShape shape)
    {
        foreach (var name in shape.Fields.Keys.Except(Kept).ToList())
        {
            shape.Unkept(name);
        }

        foreach (var (name, words) in Words.Where(words => shape.Fields.ContainsKey(words.Name)))
        {
            shape.OneOf(name, words);
        }

        if (shape.Fields.ContainsKey("automatic_payment_methods"))
        {
            shape.Unkept("automatic_payment_methods.allow_redirects");
        }

        return shape;
    }

    private static SetupIntent Find(ApiCall call) => call.Account.SetupIntents.InPath(call.Id, "setup_intent", "intent");

    private static SetupIntent FindOpen(ApiCall call)
    {
        var intent = Find(call);
        return intent.IsOver
            ? throw Errors.Refused(
                $"You cannot change this SetupIntent because its status is {intent.Status}.",
                null,
                "setup_intent_unexpected_state"
            )
            : intent;
    }

    private static JsonObject Create(ApiCall call)
    {
        var (account, form) = (call.Account, call.Form);
        var customer = form.Has("customer") ? account.LiveCustomer(form) : null;
        var intent = new SetupIntent { CustomerId = customer?.Id };
        Fill(account, intent, form);
        account.Stamp(intent, customer is null ? account.BaseTimeline.Now : account.NowOf(customer));
        account.SetupIntents.Add(intent);
        account.Events.Record("setup_intent.created", intent);
        if (form.Flag("confirm") == true)
        {
            intent.ReturnUrl = form.Text("return_url");
            Confirm(account, intent, isThere: false);
        }
        else if (form.Has("return_url"))
        {
            throw Errors.Refused("`return_url` can only be used with `confirm=true`.", "return_url");
        }

        return SetupIntentJson.Render(account, intent);
    }

    private static void Fill(Account account, SetupIntent intent, Parameters form)
    {
        intent.PaymentMethodId = Method(account, form)?.Id ?? intent.PaymentMethodId;
        intent.Status = intent.PaymentMethodId is null ? "requires_payment_method" : "requires_confirmation";
        intent.Usage = form.Text("usage") ?? intent.Usage;
        intent.IsAutomatic |= form.Map("automatic_payment_methods")?.Flag("enabled") == true;
        intent.Description = form.Has("description") ? form.Text("description") : intent.Description;
        MetadataRules.Merge(intent.Metadata, form);
    }

    /// <summary>A card that is known, or the one behind a test token, which belongs to nobody yet.</summary>
    private static PaymentMethod? Method(Account account, Parameters form)
    {
        if (form.Text("payment_method") is not { } id)
        {
            return null;
        }

        PaymentMethodEndpoints.Check(account, id, "payment_method");
        if (account.PaymentMethods.Find(id) is { } known)
        {
            return known;
        }

        var method = account.Stamp(new PaymentMethod { CardName = TestCards.OfToken(id)!.Name }, account.BaseTimeline.Now);
        account.PaymentMethods.Add(method);
        return method;
    }

    private static JsonObject Update(ApiCall call)
    {
        var (account, form) = (call.Account, call.Form);
        var intent = FindOpen(call);
        intent.CustomerId = form.Has("customer") ? account.LiveCustomer(form).Id : intent.CustomerId;
        Fill(account, intent, form);
        return SetupIntentJson.Render(account, intent);
    }

    private static JsonObject Confirm(ApiCall call)
    {
        var (account, form) = (call.Account, call.Form);
        var intent = FindOpen(call);
        var isThere = intent.Status == "requires_action";
        intent.PaymentMethodId = Method(account, form)?.Id ?? intent.PaymentMethodId;
        intent.ReturnUrl = form.Text("return_url") ?? intent.ReturnUrl;
        Confirm(account, intent, isThere && !form.Has("payment_method"));
        return SetupIntentJson.Render(account, intent);
    }

    /// <param name="isThere">Whether the owner was asked already, and authenticates now.</param>
    private static void Confirm(Account account, SetupIntent intent, bool isThere)
    {
        var method =
            account.PaymentMethods.Find(intent.PaymentMethodId)
            ?? throw Errors.Refused(
                "You cannot confirm this SetupIntent because it's missing a payment method.",
                null,
                "setup_intent_unexpected_state"
            );
        if (method.Card is { DeclineCode: not null, Attaches: false })
        {
            (intent.Status, intent.DeclinedCard) = ("requires_payment_method", method.CardName);
            account.Events.Record("setup_intent.setup_failed", intent);
            throw method.Card.Declined();
        }

        if (method.Asks && !isThere)
        {
            intent.Status = "requires_action";
            account.Events.Record("setup_intent.requires_action", intent);
            return;
        }

        method.IsAuthenticated = true;
        if (account.Customers.Find(intent.CustomerId) is { } customer && method.CustomerId is null)
        {
            PaymentMethodEndpoints.Attach(account, method.Id, customer, "payment_method");
        }

        (intent.Status, intent.DeclinedCard) = ("succeeded", null);
        account.Events.Record("setup_intent.succeeded", intent);
    }

    private static JsonObject Cancel(ApiCall call)
    {
        var intent = FindOpen(call);
        (intent.Status, intent.CancellationReason) = ("canceled", call.Form.Text("cancellation_reason"));
        call.Account.Events.Record("setup_intent.canceled", intent);
        return SetupIntentJson.Render(call.Account, intent);
    }

    private static JsonObject List(ApiCall call)
    {
        var (account, page) = (call.Account, call.Page);
        var candidates = call.Form.Text("customer") is { } customer ? account.SetupIntents.OwnedBy(customer) : account.SetupIntents.All;
        return page.Of(
            candidates.Where(intent => page.Equal("payment_method", intent.PaymentMethodId) && page.Fits("created", intent.Created)),
            intent => SetupIntentJson.Render(account, intent)
        );
    }
}
