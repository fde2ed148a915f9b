namespace CpqBilling.Sandbox.Stripe.Billing;

internal static class RefundJson
{
    public static JsonObject Render(Refund refund) =>
        new()
        {
            ["id"] = refund.Id,
            ["object"] = "refund",
            ["amount"] = refund.Amount,
            ["balance_transaction"] = null,
            ["charge"] = refund.ChargeId,
            ["created"] = refund.Created,
            ["currency"] = refund.Currency,
            ["customer"] = refund.CustomerId,
            ["customer_account"] = null,
            ["destination_details"] = new JsonObject
            {
                ["card"] = new JsonObject
                {
                    ["reference_status"] = "pending",
                    ["reference_type"] = "acquirer_reference_number",
                    ["type"] = "refund",
                },
                ["type"] = "card",
            },
            ["metadata"] = JsonText.Metadata(refund.Metadata),
            ["payment_intent"] = refund.PaymentIntentId,
            ["payment_method"] = null,
            ["reason"] = refund.Reason,
            ["receipt_number"] = null,
            ["source_transfer_reversal"] = null,
            ["status"] = refund.Status,
            ["transfer_reversal"] = null,
        };

    public static JsonNode OfCharge(Account account, Charge charge) =>
        JsonText.List($"/v1/charges/{charge.Id}/refunds", JsonText.Array(account.Refunds.OwnedBy(charge.Id).Reverse(), Render));
}
