namespace CpqBilling.Sandbox.Stripe.Invoices;

/// <summary>Footer and custom fields of the customer stand on every new invoice that has none of its own.</summary>
internal static class CustomerTexts
{
    public static void Fill(Account account, Invoice invoice)
    {
        var customer = account.Customers.Find(invoice.CustomerId);
        invoice.Footer ??= customer?.InvoiceFooter;
        invoice.CustomFields ??= customer?.InvoiceCustomFields?.DeepClone();
    }
}
