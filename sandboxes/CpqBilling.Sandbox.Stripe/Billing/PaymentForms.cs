namespace CpqBilling.Sandbox.Stripe.Billing;

/// <summary>Payment intents and charges exist in events only.</summary>
internal static class PaymentForms
{
    public static RenderedForm Intent(Account account, Invoice invoice, InvoicePayment payment, PaymentMethod method) =>
        Stamped(
            account,
            invoice,
            new RenderedForm(
                payment.PaymentIntentId,
                new JsonObject
                {
                    ["id"] = payment.PaymentIntentId,
                    ["object"] = "payment_intent",
                    ["amount"] = payment.AmountRequested,
                    ["amount_received"] = payment.AmountRequested,
                    ["capture_method"] = "automatic",
                    ["confirmation_method"] = "automatic",
                    ["created"] = payment.Created,
                    ["currency"] = payment.Currency,
                    ["customer"] = payment.CustomerId,
                    ["livemode"] = false,
                    ["metadata"] = new JsonObject(),
                    ["payment_method"] = method.Id,
                    ["status"] = "succeeded",
                }
            )
        );

    public static RenderedForm Charge(Account account, Invoice invoice, InvoicePayment payment, PaymentMethod method)
    {
        var id = account.Ids.Next("ch_");
        return Stamped(
            account,
            invoice,
            new RenderedForm(
                id,
                new JsonObject
                {
                    ["id"] = id,
                    ["object"] = "charge",
                    ["amount"] = payment.AmountRequested,
                    ["amount_captured"] = payment.AmountRequested,
                    ["amount_refunded"] = 0,
                    ["captured"] = true,
                    ["created"] = payment.Created,
                    ["currency"] = payment.Currency,
                    ["customer"] = payment.CustomerId,
                    ["disputed"] = false,
                    ["livemode"] = false,
                    ["metadata"] = new JsonObject(),
                    ["paid"] = true,
                    ["payment_intent"] = payment.PaymentIntentId,
                    ["payment_method"] = method.Id,
                    ["refunded"] = false,
                    ["status"] = "succeeded",
                }
            )
        );
    }

    private static RenderedForm Stamped(Account account, Invoice invoice, RenderedForm form)
    {
        form.Id = form.Name;
        form.At = account.NowOf(invoice);
        return form;
    }
}
