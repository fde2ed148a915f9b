namespace CpqBilling.Sandbox.Stripe.Protocol;

/// <summary>Knows which table the id in a field points into.</summary>
internal static class Finder
{
    public static Func<Account, string, StripeObject?>? For(string field) =>
        field switch
        {
            "customer" => (account, id) => account.Customers.Find(id),
            "product" => (account, id) => account.Products.Find(id),
            "price" or "default_price" => (account, id) => account.Prices.Find(id),
            "coupon" => (account, id) => account.Coupons.Find(id),
            "promotion_code" => (account, id) => account.PromotionCodes.Find(id),
            "discount" or "discounts" => (account, id) => account.Discounts.Find(id),
            "subscription" => (account, id) => account.Subscriptions.Find(id),
            "schedule" => (account, id) => account.Schedules.Find(id),
            "invoice" or "latest_invoice" => (account, id) => account.Invoices.Find(id),
            "invoice_item" => (account, id) => account.InvoiceItems.Find(id),
            "test_clock" => (account, id) => account.TestClocks.Find(id),
            "default_payment_method" or "payment_method" => (account, id) => account.PaymentMethods.Find(id),
            // Expandable too, but nothing here ever stands in them.
            "pending_setup_intent" or "default_source" or "on_behalf_of" or "application" => (_, _) => null,
            _ => null,
        };

    /// <summary>Any object of the account, by its id alone.</summary>
    public static StripeObject? ById(Account account, string id) =>
        (StripeObject?)account.Customers.Find(id)
        ?? account.Products.Find(id)
        ?? account.Prices.Find(id)
        ?? account.Subscriptions.Find(id)
        ?? account.Schedules.Find(id)
        ?? account.Invoices.Find(id)
        ?? account.InvoiceItems.Find(id)
        ?? account.Coupons.Find(id)
        ?? account.PromotionCodes.Find(id)
        ?? account.Meters.Find(id)
        ?? account.InvoicePayments.Find(id)
        ?? account.PaymentMethods.Find(id)
        ?? account.TestClocks.Find(id)
        ?? account.WebhookEndpoints.Find(id)
        ?? account.BalanceTransactions.Find(id)
        ?? (StripeObject?)account.Events.Find(id);
}
