namespace CpqBilling.Sandbox.Stripe.Catalogue;

/// <summary>Cards: made from test tokens and numbers, attached to customers and taken off again.</summary>
internal static class PaymentMethodEndpoints
{
    private static readonly string[] Kept = ["type", "card", "billing_details", "metadata", "allow_redisplay", "expand"];

    public static void Map(RouteTable routes) =>
        routes
            .Post("/v1/payment_methods", () => Shape<Sdk.PaymentMethodCreateOptions>().Require("type"), Create)
            .Get("/v1/payment_methods", () => ParameterShape.Of<Sdk.PaymentMethodListOptions>().Unkept("customer_account"), List)
            .Get("/v1/payment_methods/{id}", call => PaymentMethodJson.Render(call.Account.PaymentMethods.InPath(call.Id, "payment method")))
            .Post(
                "/v1/payment_methods/{id}",
                () => Shape<Sdk.PaymentMethodUpdateOptions>().Only("card", "exp_month", "exp_year", "networks").Unkept("card.networks"),
                Update
            )
            .Post(
                "/v1/payment_methods/{id}/attach",
                () => ParameterShape.Of<Sdk.PaymentMethodAttachOptions>().Require("customer").Unkept("customer_account"),
                Attach
            )
            .Post("/v1/payment_methods/{id}/detach", Detach)
            .Get("/v1/customers/{id}/payment_methods", () => ParameterShape.Of<Sdk.CustomerPaymentMethodListOptions>(), ListOfCustomer)
            .Get("/v1/customers/{id}/payment_methods/{method}", FindOfCustomer);

    /// <summary>Refuses what is neither a payment method nor one of the test tokens that become one when they are attached.</summary>
    public static void Check(Account account, string id, string param)
    {
        if (account.PaymentMethods.Find(id) is null && TestCards.OfToken(id) is null)
        {
            throw Errors.NoSuch("payment method", id, param);
        }
    }

    public static PaymentMethod Attach(Account account, string id, Customer customer, string param)
    {
        Check(account, id, param);
        var method = account.PaymentMethods.Find(id);
        var card = method?.Card ?? TestCards.OfToken(id)!;
        if (card is { DeclineCode: not null, Attaches: false })
        {
            throw card.Declined();
        }

        if (method is null)
        {
            method = account.Stamp(new PaymentMethod { CustomerId = customer.Id, CardName = card.Name }, account.NowOf(customer));
        }
        else
        {
            if (method.CustomerId is not null && method.CustomerId != customer.Id)
            {
                throw Errors.Refused("The payment method you provided has already been attached to a customer.", param);
            }

            account.PaymentMethods.Remove(method);
            method.CustomerId = customer.Id;
        }

        account.PaymentMethods.Add(method);
        account.Events.Record("payment_method.attached", method);
        return method;
    }

    private static ParameterShape Shape<TOptions>() =>
        ParameterShape
            .Of<TOptions>()
            .OneOf("allow_redisplay", "always", "limited", "unspecified")
            .Between("card.exp_month", 1, 12)
            .Between("card.exp_year", 2000, 9999);

    private static JsonObject Create(ApiCall call)
    {
        var (account, form) = (call.Account, call.Form);
        Unkept.Refuse(form, Kept);
        if (form.Text("type") != "card")
        {
            throw Unkept.Value("type", form.RequiredText("type"));
        }

        var card = form.Map("card") ?? throw Errors.Missing("card");
        Unkept.Refuse(card, ["number", "exp_month", "exp_year", "cvc", "token"]);
        var method = new PaymentMethod { CardName = CardOf(card).Name, Metadata = MetadataRules.Read(form) };
        Fill(method, form);
        account.Stamp(method, account.BaseTimeline.Now);
        account.PaymentMethods.Add(method);
        return PaymentMethodJson.Render(method);
    }

    private static TestCard CardOf(Parameters card)
    {
        if (card.Text("token") is { } token)
        {
            return TestCards.OfToken(token) ?? throw Errors.NoSuch("token", token, card.PathOf("token"));
        }

        var number = card.RequiredText("number");
        return TestCards.OfNumber(number)
            ?? throw new RefusalException(
                402,
                "card_error",
                "card_declined",
                card.PathOf("number"),
                "Your card was declined. Your request was in test mode, but used a non test card. For a list of valid test cards, visit: https://stripe.com/docs/testing."
            )
            {
                DeclineCode = "test_mode_live_card",
            };
    }

    private static void Fill(PaymentMethod method, Parameters form)
    {
        method.HasSecurityCode |= form.Map("card")?.Has("cvc") == true;
        method.ExpiryMonth = form.Map("card")?.Whole("exp_month") ?? method.ExpiryMonth;
        method.ExpiryYear = form.Map("card")?.Whole("exp_year") ?? method.ExpiryYear;
        method.AllowRedisplay = form.Text("allow_redisplay") ?? method.AllowRedisplay;
        if (form.Map("billing_details") is not { } details)
        {
            return;
        }

        method.BillingDetails ??= [];
        foreach (var name in details.Names)
        {
            method.BillingDetails[name] = details.Stored(name);
        }
    }

    private static JsonObject Update(ApiCall call)
    {
        var (account, form) = (call.Account, call.Form);
        Unkept.Refuse(form, Kept);
        var method = account.PaymentMethods.InPath(call.Id, "payment method");
        MetadataRules.Merge(method.Metadata, form);
        Fill(method, form);
        account.Events.RecordUpdate("payment_method.updated", method);
        return PaymentMethodJson.Render(method);
    }

    private static JsonObject Attach(ApiCall call)
    {
        var customer = call.Account.LiveCustomer(call.Form);
        return PaymentMethodJson.Render(Attach(call.Account, call.Id, customer, "payment_method"));
    }

    private static JsonObject Detach(ApiCall call)
    {
        var account = call.Account;
        var method = account.PaymentMethods.InPath(call.Id, "payment method");
        if (account.Customers.Find(method.CustomerId) is { } customer && customer.DefaultPaymentMethod == method.Id)
        {
            customer.DefaultPaymentMethod = null;
            account.Events.RecordUpdate("customer.updated", customer);
        }

        account.PaymentMethods.Remove(method);
        method.CustomerId = null;
        account.PaymentMethods.Add(method);
        account.Events.RecordUpdate("payment_method.detached", method);
        return PaymentMethodJson.Render(method);
    }

    private static JsonObject List(ApiCall call)
    {
        var customer = call.Form.Text("customer");
        return Page(call, customer is null ? call.Account.PaymentMethods.All : call.Account.PaymentMethods.OwnedBy(customer));
    }

    private static JsonObject ListOfCustomer(ApiCall call) =>
        Page(call, call.Account.PaymentMethods.OwnedBy(call.Account.Customers.InPath(call.Id, "customer").Id));

    private static JsonObject Page(ApiCall call, IEnumerable<PaymentMethod> methods) =>
        call.Page.Of(
            methods.Where(method => call.Page.Equal("type", "card") && call.Page.Equal("allow_redisplay", method.AllowRedisplay)),
            PaymentMethodJson.Render
        );

    private static JsonObject FindOfCustomer(ApiCall call)
    {
        var method = call.Account.PaymentMethods.Find(call.PathIds[1]);
        return method?.CustomerId == call.Id ? PaymentMethodJson.Render(method) : throw Errors.NotFound("payment method", call.PathIds[1]);
    }
}
