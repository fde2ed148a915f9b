namespace CpqBilling.Stripe.Tests;

/// <summary>Answers in the shape of the pinned API version, shortened to what is read and a little more.</summary>
internal static class Recorded
{
    public const string Price = """
        {"id":"price_1","object":"price","active":true,"billing_scheme":"per_unit","currency":"usd","livemode":false,"lookup_key":null,
         "metadata":{"salesforce_pricebook_entry_id":"01u1"},"product":"prod_1","recurring":{"interval":"month","interval_count":3,"meter":null,
         "trial_period_days":null,"usage_type":"licensed"},"tax_behavior":"unspecified","tiers_mode":null,"type":"recurring","unit_amount":null,
         "unit_amount_decimal":"1234.567890123456"}
        """;

    public const string TieredPrice = """
        {"id":"price_t","object":"price","active":false,"billing_scheme":"tiered","currency":"eur","metadata":{},"product":{"id":"prod_2",
         "object":"product"},"recurring":{"interval":"year","interval_count":1,"meter":"mtr_1","usage_type":"metered"},"tax_behavior":"exclusive",
         "tiers":[{"flat_amount":500,"flat_amount_decimal":"500","unit_amount":null,"unit_amount_decimal":null,"up_to":10},
                  {"flat_amount":null,"flat_amount_decimal":null,"unit_amount":null,"unit_amount_decimal":"0.5","up_to":null}],
         "tiers_mode":"graduated","type":"recurring","unit_amount":null,"unit_amount_decimal":null}
        """;

    public const string TieredPriceWithoutTiers = """
        {"id":"price_t","object":"price","active":true,"billing_scheme":"tiered","currency":"eur","metadata":{},"product":"prod_2",
         "recurring":{"interval":"year","interval_count":1,"meter":"mtr_1","usage_type":"metered"},"tiers_mode":"graduated","type":"recurring",
         "unit_amount":null,"unit_amount_decimal":null}
        """;

    public const string OneTimePrice = """
        {"id":"price_o","object":"price","active":true,"billing_scheme":"per_unit","currency":"usd","metadata":{},"product":"prod_1",
         "recurring":null,"tax_behavior":"unspecified","type":"one_time","unit_amount":5000,"unit_amount_decimal":"5000"}
        """;

    /// <summary>Two phases, the first running; a licensed item with a coupon, a metered one, a one-time item.</summary>
    public static string Schedule(string id = "sub_sched_1", string status = "active", string orderId = "8011", string metered = TieredPrice) =>
        $$$"""
            {"id":"{{{id}}}","object":"subscription_schedule","canceled_at":null,"created":1767225600,
             "current_phase":{"start_date":1767225600,"end_date":1798761600},"customer":"cus_1",
             "default_settings":{"billing_cycle_anchor":"automatic","collection_method":"send_invoice","invoice_settings":{"days_until_due":30}},
             "end_behavior":"cancel","livemode":false,"metadata":{"salesforce_order_id":"{{{orderId}}}"},
             "phases":[
              {"add_invoice_items":[{"discounts":[],"metadata":{"salesforce_order_item_id":"8029"},"price":{{{OneTimePrice}}},"quantity":2}],
               "discounts":[{"coupon":"c10","discount":null,"promotion_code":null}],"end_date":1798761600,
               "items":[{"discounts":[{"coupon":"c5","discount":null,"promotion_code":null}],"metadata":{"salesforce_order_item_id":"8021"},
                         "plan":"price_1","price":{{{Price}}},"quantity":3},
                        {"discounts":[],"metadata":{},"price":{{{metered}}}}],
               "metadata":{"salesforce_effective_at":"x"},"proration_behavior":"none","start_date":1767225600,"trial_end":null},
              {"add_invoice_items":[],"discounts":[{"coupon":null,"discount":null,"promotion_code":"promo_1"}],"end_date":1830297600,
               "items":[{"discounts":[],"metadata":{},"price":{{{Price}}},"quantity":5}],
               "metadata":{},"proration_behavior":"create_prorations","start_date":1798761600,"trial_end":1798848000}],
             "released_subscription":null,"status":"{{{status}}}","subscription":"sub_1"}
            """;

    public const string Subscription = """
        {"id":"sub_1","object":"subscription","cancel_at":1798761600,"created":1767225600,"customer":"cus_1","items":{"object":"list",
         "data":[{"id":"si_1","object":"subscription_item","current_period_start":1767225600,"current_period_end":1769904000,"metadata":{"a":"b"},
                  "price":PRICE,"quantity":4}],"has_more":true,"url":"/v1/subscription_items?subscription=sub_1"},
         "metadata":{},"schedule":null,"start_date":1767225600,"status":"active"}
        """;

    public const string SubscriptionItems = """
        {"object":"list","data":[{"id":"si_2","object":"subscription_item","current_period_start":1767225600,"current_period_end":1798761600,
         "metadata":{},"price":PRICE}],"has_more":false}
        """;

    public static string List(params string[] items) => $$"""{"object":"list","data":[{{string.Join(',', items)}}],"has_more":false}""";
}
