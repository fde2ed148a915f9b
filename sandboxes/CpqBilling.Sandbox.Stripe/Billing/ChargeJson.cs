namespace CpqBilling.Sandbox.Stripe.Billing;

internal static class ChargeJson
{
    private static readonly string[] NotUsed =
    [
        "application",
        "application_fee",
        "application_fee_amount",
        "balance_transaction",
        "failure_balance_transaction",
        "on_behalf_of",
        "receipt_email",
        "receipt_number",
        "review",
        "shipping",
        "source",
        "source_transfer",
        "statement_descriptor",
        "statement_descriptor_suffix",
        "transfer_data",
        "transfer_group",
    ];

    public static JsonObject Render(Account account, Charge charge)
    {
        var form = new JsonObject
        {
            ["id"] = charge.Id,
            ["object"] = "charge",
            ["amount"] = charge.Amount,
            ["amount_captured"] = charge.IsPaid ? charge.Amount : 0,
            ["amount_refunded"] = charge.AmountRefunded,
            ["billing_details"] = PaymentMethodJson.BillingDetails(charge.Method),
            ["calculated_statement_descriptor"] = "SANDBOX",
            ["captured"] = charge.IsPaid,
            ["created"] = charge.Created,
            ["currency"] = charge.Currency,
            ["customer"] = charge.CustomerId,
            ["description"] = charge.Description,
            ["disputed"] = false,
            ["failure_code"] = charge.IsPaid ? null : charge.Method.Card.ErrorCode,
            ["failure_message"] = charge.IsPaid ? null : charge.Method.Card.Message,
            ["fraud_details"] = new JsonObject(),
            ["livemode"] = false,
            ["metadata"] = JsonText.Metadata(charge.Metadata),
            ["outcome"] = Outcome(charge),
            ["paid"] = charge.IsPaid,
            ["payment_intent"] = charge.PaymentIntentId,
            ["payment_method"] = charge.Method.Id,
            ["payment_method_details"] = Details(charge),
            ["receipt_url"] = charge.IsPaid ? $"https://pay.stripe.com/receipts/{charge.Id}" : null,
            ["refunded"] = charge.IsPaid && charge.AmountRefunded == charge.Amount,
            ["status"] = charge.IsPaid ? "succeeded" : "failed",
        };
        foreach (var name in NotUsed)
        {
            form[name] = null;
        }

        return form;
    }

    private static JsonObject Outcome(Charge charge) =>
        new()
        {
            ["advice_code"] = null,
            ["network_advice_code"] = null,
            ["network_decline_code"] = null,
            ["network_status"] = charge.IsPaid ? "approved_by_network" : "declined_by_network",
            ["reason"] = charge.IsPaid ? null : charge.Method.Card.DeclineCode,
            ["risk_level"] = "normal",
            ["seller_message"] = charge.IsPaid ? "Payment complete." : "The bank did not return any further details with this decline.",
            ["type"] = charge.IsPaid ? "authorized" : "issuer_declined",
        };

    private static JsonObject Details(Charge charge)
    {
        var card = PaymentMethodJson.Face(charge.Method);
        card["amount_authorized"] = charge.Amount;
        card["authorization_code"] = null;
        card["electronic_commerce_indicator"] = null;
        card["extended_authorization"] = new JsonObject { ["status"] = "disabled" };
        card["incremental_authorization"] = new JsonObject { ["status"] = "unavailable" };
        card["installments"] = null;
        card["mandate"] = null;
        card["multicapture"] = new JsonObject { ["status"] = "unavailable" };
        card["network"] = charge.Method.Card.Brand;
        card["network_token"] = new JsonObject { ["used"] = false };
        card["network_transaction_id"] = null;
        card["overcapture"] = new JsonObject { ["maximum_amount_capturable"] = charge.Amount, ["status"] = "unavailable" };
        card["regulated_status"] = "unregulated";
        card["transaction_link_id"] = null;
        return new JsonObject { ["card"] = card, ["type"] = "card" };
    }
}
