namespace CpqBilling.Sandbox.Stripe.Billing;

internal static class SetupIntentJson
{
    private static readonly string[] NotUsed =
    [
        "allowed_payment_method_types",
        "application",
        "customer_account",
        "excluded_payment_method_types",
        "latest_attempt",
        "mandate",
        "on_behalf_of",
        "payment_method_configuration_details",
        "single_use_mandate",
    ];

    private static readonly Fragment CardOptions = new("""{"card":{"mandate_options":null,"network":null,"request_three_d_secure":"automatic"}}""");

    public static JsonObject Render(Account account, SetupIntent intent)
    {
        var form = new JsonObject
        {
            ["id"] = intent.Id,
            ["object"] = "setup_intent",
            ["automatic_payment_methods"] = intent.IsAutomatic ? new JsonObject { ["enabled"] = true } : null,
            ["cancellation_reason"] = intent.CancellationReason,
            ["client_secret"] = $"{intent.Id}_secret_{intent.Id[5..]}",
            ["created"] = intent.Created,
            ["customer"] = intent.CustomerId,
            ["description"] = intent.Description,
            ["last_setup_error"] = LastError(account, intent),
            ["livemode"] = false,
            ["metadata"] = JsonText.Metadata(intent.Metadata),
            ["next_action"] = intent.Status == "requires_action" ? NextAction(intent) : null,
            ["payment_method"] = intent.PaymentMethodId,
            ["payment_method_options"] = CardOptions.New(),
            ["payment_method_types"] = new JsonArray("card"),
            ["status"] = intent.Status,
            ["usage"] = intent.Usage,
        };
        foreach (var name in NotUsed)
        {
            form[name] = null;
        }

        return form;
    }

    private static JsonObject NextAction(SetupIntent intent) =>
        new()
        {
            ["redirect_to_url"] = new JsonObject { ["return_url"] = intent.ReturnUrl, ["url"] = $"https://hooks.stripe.com/3d_secure/{intent.Id}" },
            ["type"] = "redirect_to_url",
        };

    private static JsonObject? LastError(Account account, SetupIntent intent)
    {
        if (intent.DeclinedCard is not { } name)
        {
            return null;
        }

        var error = TestCards.Named(name).LastError();
        if (account.PaymentMethods.Find(intent.PaymentMethodId) is { } method)
        {
            error["payment_method"] = PaymentMethodJson.Render(method);
        }

        return error;
    }
}
