using System.Text.RegularExpressions;

namespace CpqBilling.Sandbox.Stripe.Tests.Silence;

/// <summary>An account with just the objects that a form names in braces, each made when it is first named.</summary>
internal sealed partial class Stage(Door door)
{
    private const string Paying = "payment_method=pm_card_visa&invoice_settings[default_payment_method]=pm_card_visa";
    private const string Phase = "phases[0][items][0][price]={price}&phases[0][duration][interval]=month&phases[0][duration][interval_count]=3";
    private const string Sent = "collection_method=send_invoice&days_until_due=30";

    /// <summary>How each object comes about: method, path, form, and where its id is in the answer.</summary>
    private static readonly Dictionary<string, (string Method, string Path, string Form, string Id)> Ways = new()
    {
        ["customer"] = ("POST", "/v1/customers", $"name=Buyer&email=buyer@example.com&{Paying}", "id"),
        ["customer2"] = ("POST", "/v1/customers", $"name=Other&email=other@example.com&{Paying}", "id"),
        ["poor"] = ("POST", "/v1/customers", "name=Poor&email=poor@example.com", "id"),
        ["clock"] = ("POST", "/v1/test_helpers/test_clocks", $"frozen_time={Unix(0)}&name=Clock", "id"),
        ["onclock"] = ("POST", "/v1/customers", "name=Timed&test_clock={clock}", "id"),
        ["pm"] = ("POST", "/v1/payment_methods/pm_card_visa/attach", "customer={customer}", "id"),
        ["pm2"] = ("POST", "/v1/payment_methods/pm_card_mastercard/attach", "customer={customer}", "id"),
        ["freepm"] = ("POST", "/v1/payment_methods", "type=card&card[token]=tok_visa", "id"),
        ["product"] = ("POST", "/v1/products", "name=Seat", "id"),
        ["product2"] = ("POST", "/v1/products", "name=Desk&active=false&url=https://example.com/desk&shippable=true", "id"),
        ["price"] = ("POST", "/v1/prices", "product={product}&currency=usd&unit_amount=1000&recurring[interval]=month&lookup_key=seat", "id"),
        ["price2"] = ("POST", "/v1/prices", "product={product}&currency=usd&unit_amount=2500&recurring[interval]=month", "id"),
        ["price3"] = ("POST", "/v1/prices", "product={product}&currency=eur&active=false&unit_amount=2500&recurring[interval]=year", "id"),
        ["once"] = ("POST", "/v1/prices", "product={product}&currency=usd&unit_amount=500", "id"),
        ["many"] = (
            "POST",
            "/v1/prices",
            "product={product}&currency=usd&unit_amount=900&currency_options[eur][unit_amount]=800&recurring[interval]=month",
            "id"
        ),
        ["coupon"] = ("POST", "/v1/coupons", "percent_off=10&duration=forever&name=Ten", "id"),
        ["coupon2"] = ("POST", "/v1/coupons", "percent_off=20&duration=forever", "id"),
        ["promo"] = ("POST", "/v1/promotion_codes", "promotion[type]=coupon&promotion[coupon]={coupon}&code=SPRING", "id"),
        ["sub"] = ("POST", "/v1/subscriptions", "customer={customer}&items[0][price]={price}&items[0][quantity]=2", "id"),
        ["item"] = ("GET", "/v1/subscriptions/{sub}", "", "items.data.0.id"),
        ["firstinvoice"] = ("GET", "/v1/subscriptions/{sub}", "", "latest_invoice"),
        ["discounted"] = ("POST", "/v1/subscriptions", "customer={customer}&items[0][price]={price}&discounts[0][coupon]={coupon}", "id"),
        ["discount"] = ("GET", "/v1/subscriptions/{discounted}", "", "discounts.0"),
        ["sentsub"] = ("POST", "/v1/subscriptions", $"customer={{customer}}&items[0][price]={{price}}&{Sent}", "id"),
        ["waiting"] = ("POST", "/v1/subscriptions", "customer={poor}&items[0][price]={price}&payment_behavior=default_incomplete", "id"),
        ["waitinginvoice"] = ("GET", "/v1/subscriptions/{waiting}", "", "latest_invoice"),
        ["intent"] = ("GET", "/v1/payment_intents", "customer={poor}&limit=1", "data.0.id"),
        ["paidintent"] = ("GET", "/v1/payment_intents", "customer={customer}&limit=1", "data.0.id"),
        ["charge"] = ("GET", "/v1/charges", "customer={customer}&limit=1", "data.0.id"),
        ["charge2"] = ("GET", "/v1/charges", "customer={customer}&limit=2", "data.1.id"),
        ["refund"] = ("POST", "/v1/refunds", "payment_intent={paidintent}&amount=100", "id"),
        ["schedule"] = ("POST", "/v1/subscription_schedules", $"customer={{customer}}&start_date=now&{Phase}", "id"),
        ["scheduled"] = ("GET", "/v1/subscription_schedules/{schedule}", "", "subscription"),
        ["later"] = ("POST", "/v1/subscription_schedules", $"customer={{customer}}&start_date={Unix(20)}&{Phase}", "id"),
        ["pending"] = ("POST", "/v1/invoiceitems", "customer={customer}&amount=700&currency=usd&description=Help", "id"),
        ["draft"] = ("POST", "/v1/invoices", $"customer={{customer}}&{Sent}&auto_advance=false", "id"),
        ["drafteditem"] = ("POST", "/v1/invoiceitems", "customer={customer}&invoice={draft}&amount=900&currency=usd", "id"),
        ["drafteditem2"] = ("POST", "/v1/invoiceitems", "customer={customer}&invoice={draft}&amount=950&currency=usd", "id"),
        ["item2"] = ("POST", "/v1/subscription_items", "subscription={sub}&price={price2}", "id"),
        ["refund2"] = ("POST", "/v1/refunds", "charge={charge2}&amount=150", "id"),
        ["line"] = ("GET", "/v1/invoices/{draft}", "", "lines.data.0.id"),
        ["setup"] = ("POST", "/v1/setup_intents", "customer={customer}", "id"),
        ["setup2"] = ("POST", "/v1/setup_intents", "customer={customer2}&payment_method=pm_card_visa&confirm=true", "id"),
        ["owed"] = ("POST", "/v1/invoices/{draft}/finalize", "", "id"),
        ["owedline"] = ("GET", "/v1/invoices/{owed}", "", "lines.data.0.id"),
        ["note"] = (
            "POST",
            "/v1/credit_notes",
            "invoice={owed}&lines[0][type]=custom_line_item&lines[0][unit_amount]=60&lines[1][type]=custom_line_item&lines[1][unit_amount]=40",
            "id"
        ),
        ["note2"] = ("POST", "/v1/credit_notes", "invoice={owed}&amount=150", "id"),
        ["draft2"] = ("POST", "/v1/invoices", $"customer={{customer}}&{Sent}&auto_advance=false", "id"),
        ["payment"] = ("GET", "/v1/invoice_payments", "limit=1", "data.0.id"),
        ["meter"] = ("POST", "/v1/billing/meters", "display_name=Use&event_name=use&default_aggregation[formula]=sum", "id"),
        ["meter2"] = ("POST", "/v1/billing/meters", "display_name=More&event_name=more&default_aggregation[formula]=count", "id"),
        ["metered"] = (
            "POST",
            "/v1/prices",
            "product={product}&currency=usd&unit_amount=3&recurring[interval]=month&recurring[usage_type]=metered&recurring[meter]={meter}",
            "id"
        ),
        ["usage"] = (
            "POST",
            "/v1/billing/meter_events",
            "event_name=use&payload[stripe_customer_id]={customer}&payload[value]=3&identifier=one",
            "identifier"
        ),
        ["usage2"] = (
            "POST",
            "/v1/billing/meter_events",
            $"event_name=use&payload[stripe_customer_id]={{customer}}&payload[value]=4&timestamp={Unix(-1)}&identifier=three",
            "identifier"
        ),
        ["meteredsub"] = ("POST", "/v1/subscriptions", "customer={customer}&items[0][price]={metered}", "id"),
        ["promo2"] = (
            "POST",
            "/v1/promotion_codes",
            "promotion[type]=coupon&promotion[coupon]={coupon2}&code=Text-one&customer={customer2}&active=false",
            "id"
        ),
        ["timedsub"] = ("POST", "/v1/subscriptions", $"customer={{onclock}}&items[0][price]={{price}}&{Sent}", "id"),
        ["ending"] = ("POST", "/v1/subscription_schedules", $"customer={{customer}}&start_date=now&end_behavior=cancel&{Phase}", "id"),
        ["classic"] = ("POST", "/v1/subscriptions", "customer={customer}&items[0][price]={price}&billing_mode[type]=classic", "id"),
        ["subpending"] = ("POST", "/v1/invoiceitems", "customer={customer}&subscription={sub}&amount=800&currency=usd", "id"),
        ["paidinvoice"] = ("POST", "/v1/invoices/{waitinginvoice}/pay", "paid_out_of_band=true", "id"),
        ["taken"] = ("POST", "/v1/prices", "product={product}&currency=usd&unit_amount=1&lookup_key=taken", "id"),
        ["endpoint2"] = ("POST", "/v1/webhook_endpoints", "url=https://example.com/two&enabled_events[0]=invoice.paid", "id"),
        ["clock2"] = ("POST", "/v1/test_helpers/test_clocks", $"frozen_time={Unix(0)}&name=Two", "id"),
        ["transaction2"] = ("POST", "/v1/customers/{customer}/balance_transactions", "amount=-400&currency=usd", "id"),
        ["endpoint"] = ("POST", "/v1/webhook_endpoints", "url=https://example.com/hook&enabled_events[0]=invoice.paid", "id"),
        ["transaction"] = ("POST", "/v1/customers/{customer}/balance_transactions", "amount=-300&currency=usd", "id"),
        ["event"] = ("GET", "/v1/events", "limit=1", "data.0.id"),
    };

    /// <summary>What must have been made before an object of this name can be looked up.</summary>
    private static readonly Dictionary<string, string> Before = new()
    {
        ["intent"] = "waiting",
        ["paidintent"] = "sub",
        ["charge"] = "sub",
        ["payment"] = "sub",
        ["event"] = "customer",
        ["line"] = "drafteditem",
        ["owed"] = "drafteditem",
        ["usage"] = "meter",
        ["usage2"] = "meter",
    };

    /// <summary>Names every list's objects, so that each filter has something to leave out.</summary>
    public const string Everything =
        "{sub}{sentsub}{waiting}{discounted}{schedule}{later}{draft}{drafteditem}{drafteditem2}{item2}{pending}{refund}{refund2}{product2}{price2}{price3}{many}{once}{metered}{coupon2}"
        + "{promo}{promo2}{onclock}{timedsub}{pm2}{meter2}{usage}{usage2}{endpoint}{endpoint2}{clock2}{transaction}{transaction2}{paidinvoice}{note}{note2}{draft2}{setup}{setup2}";

    private readonly Dictionary<string, string> _ids = [];

    public string Key { get; } = $"sk_test_{Guid.NewGuid():N}";

    public static long Unix(int days) => Door.Now.AddDays(days).ToUnixTimeSeconds();

    public async Task<(int Status, JsonObject Body)> SendAsync(string method, string path, string form) =>
        await door.SendAsync(Key, method, await FillAsync(path), await FillAsync(form));

    /// <summary>The text with the id of each object that it names.</summary>
    public async Task<string> FillAsync(string text)
    {
        foreach (Match match in Braces().Matches(text))
        {
            text = text.Replace(match.Value, await IdAsync(match.Groups[1].Value), StringComparison.Ordinal);
        }

        return text;
    }

    /// <summary>The same text whatever the ids are that were given this time.</summary>
    public string Settled(string text)
    {
        foreach (var (name, id) in _ids)
        {
            text = text.Replace(id, name, StringComparison.Ordinal);
        }

        return Id().Replace(text, "$1");
    }

    private async Task<string> IdAsync(string name)
    {
        if (_ids.TryGetValue(name, out var known))
        {
            return known;
        }

        if (Before.TryGetValue(name, out var earlier))
        {
            await IdAsync(earlier);
        }

        var (method, path, form, at) = Ways[name];
        var (status, body) = await SendAsync(method, path, form);
        Assert.True(status == 200, $"{name}: {body.ToJsonString()}");
        var found = at.Split('.').Aggregate((JsonNode?)body, (node, step) => int.TryParse(step, out var index) ? node![index] : node![step]);
        return _ids[name] = (string)found!;
    }

    [GeneratedRegex(@"\{(\w+)\}")]
    private static partial Regex Braces();

    [GeneratedRegex(@"(?<![A-Za-z0-9])([a-z]{2,8}_)[A-Za-z0-9]{14,}(?:_secret_\w+)?|(?<=/)[A-Za-z0-9_]{20,}|(?<![A-Za-z0-9])[A-Z0-9]{8}(?=[-""])")]
    private static partial Regex Id();
}
