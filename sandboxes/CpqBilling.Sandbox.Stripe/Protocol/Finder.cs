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
            _ => null,
        };
}
