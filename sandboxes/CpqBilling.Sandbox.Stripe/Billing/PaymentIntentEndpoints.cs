namespace CpqBilling.Sandbox.Stripe.Billing;

/// <summary>Payment intents of invoices: read, confirmed and updated. They are made by finalising invoices, not by requests.</summary>
internal static class PaymentIntentEndpoints
{
    public static void Map(RouteTable routes) =>
        routes
            .Get("/v1/payment_intents", () => ParameterShape.Of<Sdk.PaymentIntentListOptions>().Unkept("customer_account"), List)
            .Get(
                "/v1/payment_intents/{id}",
                () => ParameterShape.Of<Sdk.PaymentIntentGetOptions>(),
                call => PaymentIntentJson.Render(call.Account, Find(call))
            )
            .Post("/v1/payment_intents/{id}", () => ParameterShape.Of<Sdk.PaymentIntentUpdateOptions>(), Update)
            .Post("/v1/payment_intents/{id}/confirm", () => ParameterShape.Of<Sdk.PaymentIntentConfirmOptions>(), Confirm)
            .Get("/v1/charges", () => ParameterShape.Of<Sdk.ChargeListOptions>(), ListCharges)
            .Get("/v1/charges/{id}", call => ChargeJson.Render(call.Account, call.Account.Charges.InPath(call.Id, "charge")))
            .Post("/v1/charges/{id}", () => ParameterShape.Of<Sdk.ChargeUpdateOptions>(), UpdateCharge);

    private static PaymentIntent Find(ApiCall call)
    {
        var intent = call.Account.PaymentIntents.InPath(call.Id, "payment_intent", "intent");
        return call.Form.Text("client_secret") is { } secret && secret != PaymentIntentJson.ClientSecret(intent)
            ? throw Errors.Refused("The client_secret provided does not match the client_secret associated with the PaymentIntent.", "client_secret")
            : intent;
    }

    private static JsonObject Update(ApiCall call)
    {
        Unkept.Refuse(call.Form, ["metadata", "expand"]);
        var intent = Find(call);
        MetadataRules.Merge(intent.Metadata, call.Form);
        return PaymentIntentJson.Render(call.Account, intent);
    }

    /// <summary>The customer pays, and authenticates where the card asks for it.</summary>
    private static JsonObject Confirm(ApiCall call)
    {
        var (account, form) = (call.Account, call.Form);
        Unkept.Refuse(form, ["payment_method", "client_secret", "expand"]);
        var intent = account.Writable(Find(call));
        if (account.Invoices.Find(intent.InvoiceId) is not { Status: "open" } invoice)
        {
            throw Errors.Refused(
                $"This PaymentIntent's status is {intent.Status}, but must be one of requires_payment_method, requires_confirmation, requires_action.",
                null,
                "payment_intent_unexpected_state"
            );
        }

        var method = Method(account, form, invoice) ?? Payments.MethodFor(account, invoice) ?? account.PaymentMethods.Find(intent.PaymentMethodId);
        if (method is null)
        {
            throw Errors.Refused(
                "You cannot confirm this PaymentIntent because it's missing a payment method.",
                null,
                "payment_intent_unexpected_state"
            );
        }

        if (!Payments.Attempt(account, invoice, method, isAuthenticated: true))
        {
            throw method.Card.Declined();
        }

        return PaymentIntentJson.Render(account, intent);
    }

    private static PaymentMethod? Method(Account account, Parameters form, Invoice invoice)
    {
        if (form.Text("payment_method") is not { } token)
        {
            return null;
        }

        return account.PaymentMethods.Find(token)
            ?? PaymentMethodEndpoints.Attach(account, token, account.CustomerOf(invoice), form.PathOf("payment_method"));
    }

    private static JsonObject List(ApiCall call)
    {
        var page = call.Page;
        return page.Of(
            Of(call, call.Account.PaymentIntents).Where(intent => page.Fits("created", intent.Created)),
            intent => PaymentIntentJson.Render(call.Account, intent)
        );
    }

    private static JsonObject ListCharges(ApiCall call)
    {
        Unkept.Refuse(call.Form, ["customer", "payment_intent", "created", "limit", "starting_after", "ending_before", "expand"]);
        var page = call.Page;
        return page.Of(
            Of(call, call.Account.Charges)
                .Where(charge => page.Equal("payment_intent", charge.PaymentIntentId) && page.Fits("created", charge.Created)),
            charge => ChargeJson.Render(call.Account, charge)
        );
    }

    private static IEnumerable<T> Of<T>(ApiCall call, Table<T> table)
        where T : CustomerObject =>
        call.Form.Text("customer") is { } customer
            ? table.OwnedBy(customer)
            : table.All.Where(item => call.Account.CustomerOf(item).TestClockId is null);

    private static JsonObject UpdateCharge(ApiCall call)
    {
        Unkept.Refuse(call.Form, ["metadata", "description", "expand"]);
        var charge = call.Account.Charges.InPath(call.Id, "charge");
        MetadataRules.Merge(charge.Metadata, call.Form);
        charge.Description = call.Form.Has("description") ? call.Form.Text("description") : charge.Description;
        call.Account.Events.Record("charge.updated", charge);
        return ChargeJson.Render(call.Account, charge);
    }
}
