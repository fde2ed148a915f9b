using static CpqBilling.Sandbox.Stripe.State.FieldKind;

namespace CpqBilling.Sandbox.Stripe.Invoices;

/// <summary>Invoices and what belongs to them, as kinds of objects.</summary>
internal static class InvoiceKinds
{
    public static readonly Kind<InvoiceItem> InvoiceItem = new()
    {
        Name = "invoiceitem",
        Prefix = "ii_",
        Owner = item => item.CustomerId,
        Fields = ["invoice_item"],
        Render = InvoiceItemJson.Render,
    };

    public static readonly Kind<Invoice> Invoice = new()
    {
        Name = "invoice",
        Prefix = "in_",
        Owner = invoice => invoice.CustomerId,
        Fields = ["invoice", "latest_invoice"],
        Render = InvoiceJson.Render,
        Changes = invoice => invoice.Status is not ("paid" or "void"),
        OnRequest = new Dictionary<string, Func<Account, Invoice, JsonNode?>>
        {
            ["payments"] = InvoiceJson.Payments,
            ["confirmation_secret"] = InvoiceJson.ConfirmationSecret,
        },
        SearchedAt = "invoices",
        Metadata = invoice => invoice.Metadata,
        SearchFields =
        [
            new("created", Number, invoice => invoice.Created.ToString()),
            new("currency", Token, invoice => invoice.Currency),
            new("customer", Token, invoice => invoice.CustomerId),
            new("number", Text, invoice => invoice.Number),
            new("receipt_number", Text, _ => null),
            new("status", Token, invoice => invoice.Status),
            new("subscription", Token, invoice => invoice.SubscriptionId),
            new("total", Number, invoice => invoice.Total.ToString()),
            new("last_finalization_error_code", Token, _ => null),
            new("last_finalization_error_type", Token, _ => null),
        ],
    };

    public static readonly Kind<InvoicePayment> InvoicePayment = new()
    {
        Name = "invoice_payment",
        Prefix = "inpay_",
        Owner = payment => payment.InvoiceId,
        Render = (_, payment) => InvoicePaymentJson.Render(payment),
    };

    extension(Account account)
    {
        public Table<InvoiceItem> InvoiceItems => account.Table<InvoiceItem>();

        public Table<Invoice> Invoices => account.Table<Invoice>();

        public Table<InvoicePayment> InvoicePayments => account.Table<InvoicePayment>();
    }
}
