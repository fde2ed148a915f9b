namespace CpqBilling.Sandbox.Stripe.Billing;

internal static class PaymentIntentJson
{
    private static readonly Fragment CardOptions = new(
        """{"card":{"installments":null,"mandate_options":null,"network":null,"request_three_d_secure":"automatic"}}"""
    );

    private static readonly string[] NotUsed =
    [
        "allowed_payment_method_types",
        "application",
        "application_fee_amount",
        "automatic_payment_methods",
        "customer_account",
        "excluded_payment_method_types",
        "managed_payments",
        "on_behalf_of",
        "payment_method_configuration_details",
        "payment_record",
        "processing",
        "receipt_email",
        "review",
        "shipping",
        "source",
        "statement_descriptor",
        "statement_descriptor_suffix",
        "transfer_data",
        "transfer_group",
    ];

    public static JsonObject Render(Account account, PaymentIntent intent)
    {
        var form = new JsonObject
        {
            ["id"] = intent.Id,
            ["object"] = "payment_intent",
            ["amount"] = intent.Amount,
            ["amount_capturable"] = 0,
            ["amount_received"] = intent.AmountReceived,
            ["canceled_at"] = intent.CanceledAt,
            ["cancellation_reason"] = intent.CancellationReason,
            ["capture_method"] = "automatic",
            ["client_secret"] = ClientSecret(intent),
            ["confirmation_method"] = "automatic",
            ["created"] = intent.Created,
            ["currency"] = intent.Currency,
            ["customer"] = intent.CustomerId,
            ["description"] = account.Invoices.Find(intent.InvoiceId)?.Number is { } number ? $"Payment for invoice {number}" : null,
            ["last_payment_error"] = LastError(account, intent),
            ["latest_charge"] = intent.LatestCharge,
            ["livemode"] = false,
            ["metadata"] = JsonText.Metadata(intent.Metadata),
            ["next_action"] = intent.Status == "requires_action" ? NextAction(intent) : null,
            ["payment_method"] = intent.PaymentMethodId,
            ["payment_method_options"] = CardOptions.New(),
            ["payment_method_types"] = new JsonArray("card"),
            ["setup_future_usage"] = null,
            ["status"] = intent.Status,
        };
        foreach (var name in NotUsed)
        {
            form[name] = null;
        }

        return form;
    }

    public static string ClientSecret(PaymentIntent intent) => $"{intent.Id}_secret_{intent.Id[3..]}";

    private static JsonObject NextAction(PaymentIntent intent) =>
        new()
        {
            ["redirect_to_url"] = new JsonObject { ["return_url"] = null, ["url"] = $"https://hooks.stripe.com/3d_secure/{intent.Id}" },
            ["type"] = "redirect_to_url",
        };

    private static JsonObject? LastError(Account account, PaymentIntent intent)
    {
        if (intent.DeclinedCard is not { } name)
        {
            return null;
        }

        var error = TestCards.Named(name).LastError();
        error["charge"] = intent.LatestCharge;
        if (account.Charges.Find(intent.LatestCharge)?.Method is { } method)
        {
            error["payment_method"] = PaymentMethodJson.Render(method);
        }

        return error;
    }
}
