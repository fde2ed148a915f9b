namespace CpqBilling.Sandbox.Stripe.Protocol;

/// <summary>Chooses how an object is written, and what of it is shown only when expanded.</summary>
internal static class Renderer
{
    public static JsonObject Render(Account account, StripeObject item) =>
        item switch
        {
            Customer customer => CustomerJson.Render(customer),
            Product product => ProductJson.Render(product),
            Price price => PriceJson.Render(price),
            Coupon coupon => CouponJson.Render(account, coupon),
            PromotionCode code => PromotionCodeJson.Render(account, code),
            Discount discount => DiscountJson.Render(discount),
            Meter meter => MeterJson.Render(meter),
            PaymentMethod method => PaymentMethodJson.Render(method),
            Schedule schedule => ScheduleJson.Render(account, schedule),
            Subscription subscription => SubscriptionJson.Render(account, subscription),
            SubscriptionItem item2 => SubscriptionItemJson.Render(account, item2),
            InvoiceItem invoiceItem => InvoiceItemJson.Render(account, invoiceItem),
            Invoice invoice => InvoiceJson.Render(account, invoice),
            InvoicePayment payment => InvoicePaymentJson.Render(payment),
            TestClock clock => TestClockJson.Render(clock),
            BalanceTransaction transaction => BalanceTransactionJson.Render(transaction),
            RenderedForm form => form.Form.DeepClone().AsObject(),
            _ => throw new InvalidOperationException($"No form for {item.GetType().Name}"),
        };

    /// <summary>A field that an object has but does not show by itself; null when there is none of that name.</summary>
    public static JsonNode? Hidden(Account account, JsonObject owner, string name)
    {
        if (owner.ContainsKey(name))
        {
            return null;
        }

        var id = owner["id"]?.GetValue<string>();
        return (owner["object"]?.GetValue<string>(), name) switch
        {
            ("price", "tiers") => account.Prices.Find(id)?.Tiers is { } tiers ? PriceJson.Tiers(tiers) : new JsonArray(),
            ("price", "currency_options") => account.Prices.Find(id) is { } price ? PriceJson.CurrencyOptions(price) : new JsonObject(),
            ("coupon", "applies_to") => new JsonObject { ["products"] = JsonText.Texts(account.Coupons.Find(id)?.AppliesToProducts ?? []) },
            ("coupon", "currency_options") => account.Coupons.Find(id)?.CurrencyOptions?.DeepClone() ?? new JsonObject(),
            ("invoice", "payments") => JsonText.List(
                "/v1/invoice_payments",
                JsonText.Array(account.InvoicePayments.OwnedBy(id!), InvoicePaymentJson.Render)
            ),
            ("invoice", "confirmation_secret") => new JsonObject { ["client_secret"] = $"{id}_secret_sandbox", ["type"] = "payment_intent" },
            ("customer", "subscriptions") => JsonText.List(
                $"/v1/customers/{id}/subscriptions",
                JsonText.Array(
                    account.Subscriptions.OwnedBy(id!).Where(subscription => !subscription.IsEnded).Reverse(),
                    subscription => SubscriptionJson.Render(account, subscription)
                )
            ),
            ("customer", "tax") => new JsonObject
            {
                ["automatic_tax"] = "unrecognized_location",
                ["ip_address"] = null,
                ["location"] = null,
            },
            _ => null,
        };
    }
}

/// <summary>An object that only lives in an event, such as a payment intent.</summary>
internal sealed class RenderedForm(string id, JsonObject form) : StripeObject
{
    public JsonObject Form => form;

    public string Name => id;

    /// <summary>The time its event carries; null takes the base clock's.</summary>
    public long? At { get; set; }
}
