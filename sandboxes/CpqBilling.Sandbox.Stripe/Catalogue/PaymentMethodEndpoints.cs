namespace CpqBilling.Sandbox.Stripe.Catalogue;

/// <summary>Just enough payment methods for charges to succeed or fail.</summary>
internal static class PaymentMethodEndpoints
{
    private const string DecliningToken = "pm_card_chargeCustomerFail";

    public static void Map(RouteTable routes) =>
        routes
            .Post("/v1/payment_methods", () => ParameterShape.Of<Sdk.PaymentMethodCreateOptions>(), Create)
            .Get("/v1/payment_methods", () => ParameterShape.Of<Sdk.PaymentMethodListOptions>(), List)
            .Get("/v1/payment_methods/{id}", call => PaymentMethodJson.Render(call.Account.PaymentMethods.InPath(call.Id, "payment method")))
            .Post("/v1/payment_methods/{id}/attach", () => ParameterShape.Of<Sdk.PaymentMethodAttachOptions>().Require("customer"), Attach)
            .Post("/v1/payment_methods/{id}/detach", Detach);

    /// <summary>Refuses what is neither a payment method nor one of the test tokens that become one when they are attached.</summary>
    public static void Check(Account account, string id, string param)
    {
        if (account.PaymentMethods.Find(id) is null && !id.StartsWith("pm_card_", StringComparison.Ordinal))
        {
            throw Errors.NoSuch("payment method", id, param);
        }
    }

    public static PaymentMethod Attach(Account account, string id, Customer customer, string param)
    {
        var method = account.PaymentMethods.Find(id);
        if (method is null)
        {
            Check(account, id, param);
            method = account.Stamp(new PaymentMethod { CustomerId = customer.Id, AlwaysDeclines = id == DecliningToken }, account.NowOf(customer));
            account.PaymentMethods.Add(method);
            return method;
        }

        account.PaymentMethods.Remove(method);
        method.CustomerId = customer.Id;
        account.PaymentMethods.Add(method);
        return method;
    }

    private static JsonObject Create(ApiCall call)
    {
        var method = call.Account.Stamp(
            new PaymentMethod { Type = call.Form.Text("type") ?? "card", Metadata = MetadataRules.Read(call.Form) },
            call.Account.BaseTimeline.Now
        );
        call.Account.PaymentMethods.Add(method);
        return PaymentMethodJson.Render(method);
    }

    private static JsonObject Attach(ApiCall call)
    {
        var customer = call.Account.LiveCustomer(call.Form);
        return PaymentMethodJson.Render(Attach(call.Account, call.Id, customer, "payment_method"));
    }

    private static JsonObject Detach(ApiCall call)
    {
        var method = call.Account.PaymentMethods.InPath(call.Id, "payment method");
        call.Account.PaymentMethods.Remove(method);
        method.CustomerId = null;
        call.Account.PaymentMethods.Add(method);
        return PaymentMethodJson.Render(method);
    }

    private static JsonObject List(ApiCall call)
    {
        var customer = call.Form.Text("customer");
        return call.Page.Of(
            customer is null ? call.Account.PaymentMethods.All : call.Account.PaymentMethods.OwnedBy(customer),
            PaymentMethodJson.Render
        );
    }
}

internal static class PaymentMethodJson
{
    public static JsonObject Render(PaymentMethod method) =>
        new()
        {
            ["id"] = method.Id,
            ["object"] = "payment_method",
            ["billing_details"] = new JsonObject
            {
                ["address"] = null,
                ["email"] = null,
                ["name"] = null,
                ["phone"] = null,
            },
            ["card"] = new JsonObject
            {
                ["brand"] = "visa",
                ["exp_month"] = 12,
                ["exp_year"] = 2034,
                ["last4"] = method.AlwaysDeclines ? "0341" : "4242",
            },
            ["created"] = method.Created,
            ["customer"] = method.CustomerId,
            ["livemode"] = false,
            ["metadata"] = JsonText.Metadata(method.Metadata),
            ["type"] = method.Type,
        };
}
