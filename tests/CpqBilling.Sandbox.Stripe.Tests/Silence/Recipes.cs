using System.Text.RegularExpressions;

namespace CpqBilling.Sandbox.Stripe.Tests.Silence;

/// <summary>What each call needs beside the parameter that is tried: objects in its path, a form that succeeds, and companions of single parameters.</summary>
internal static class Recipes
{
    private const int HalfDay = 43_200;
    private const string Sent = "collection_method=send_invoice&days_until_due=30";
    private const string TwoPhases = "phases[0][items][0][price]={price}&phases[0][items][0][quantity]=2&phases[0][duration][interval]=month";

    /// <summary>Addresses and forms of calls by method and path; calls that are not here use the objects that their path names, and an empty form.</summary>
    private static readonly Dictionary<string, (string? Path, string Form)> Calls = new()
    {
        ["POST /v1/customers"] = (null, "name=Buyer"),
        ["POST /v1/customers/{}/balance_transactions"] = (null, "amount=-500&currency=usd"),
        ["POST /v1/payment_methods"] = (null, "type=card&card[number]=4242424242424242"),
        ["POST /v1/payment_methods/{}/attach"] = ("/v1/payment_methods/{freepm}/attach", "customer={customer}"),
        ["POST /v1/products"] = (null, "name=Chair"),
        ["POST /v1/prices"] = (null, "product={product}&currency=usd&unit_amount=700&recurring[interval]=month"),
        ["POST /v1/plans"] = (null, "product={product}&currency=usd&amount=700&interval=month"),
        ["POST /v1/coupons"] = (null, "percent_off=25"),
        ["POST /v1/promotion_codes"] = (null, "promotion[type]=coupon&promotion[coupon]={coupon}"),
        ["POST /v1/billing/meters"] = (null, "display_name=Bytes&event_name=bytes&default_aggregation[formula]=sum"),
        ["POST /v1/billing/meter_events"] = (null, "~={meter}&event_name=use&payload[stripe_customer_id]={customer}&payload[value]=3"),
        ["POST /v1/billing/meter_event_adjustments"] = (
            "/v1/billing/meter_event_adjustments",
            "~={usage}{usage2}&event_name=use&type=cancel&cancel[identifier]=one"
        ),
        ["GET /v1/billing/meters/{}/event_summaries"] = (
            null,
            $"customer={{customer}}&start_time={Stage.Unix(-2) - HalfDay}&end_time={Stage.Unix(2) - HalfDay}&value_grouping_window=day"
        ),
        ["POST /v1/subscription_schedules"] = (null, $"customer={{customer}}&start_date=now&{TwoPhases}"),
        ["POST /v1/subscription_schedules/{}"] = (null, $"phases[0][start_date]={Stage.Unix(0)}&{TwoPhases}"),
        ["POST /v1/subscriptions"] = (null, "customer={customer}&items[0][price]={price}&items[0][quantity]=2"),
        ["POST /v1/subscription_items"] = (null, "subscription={sub}&price={price2}&quantity=3"),
        ["GET /v1/subscription_items"] = (null, "subscription={sub}"),
        ["DELETE /v1/subscription_items/{}"] = (null, "~={item2}"),
        ["POST /v1/subscription_items/{}"] = (null, "quantity=5"),
        ["POST /v1/invoiceitems"] = (null, "customer={customer}&amount=900&currency=usd"),
        ["POST /v1/invoices"] = (null, $"customer={{customer}}&{Sent}"),
        ["POST /v1/invoices/{}/add_lines"] = (null, "lines[0][amount]=900"),
        ["POST /v1/invoices/{}/update_lines"] = (null, "lines[0][id]={line}&lines[0][amount]=800"),
        ["POST /v1/invoices/{}/remove_lines"] = (null, "lines[0][id]={line}&lines[0][behavior]=delete"),
        ["POST /v1/invoices/{}/pay"] = ("/v1/invoices/{waitinginvoice}/pay", "payment_method=pm_card_visa"),
        ["POST /v1/invoices/{}/mark_uncollectible"] = ("/v1/invoices/{waitinginvoice}/mark_uncollectible", ""),
        ["POST /v1/invoices/{}/void"] = ("/v1/invoices/{waitinginvoice}/void", ""),
        ["POST /v1/invoices/create_preview"] = (null, "customer={customer}&subscription={sub}"),
        ["POST /v1/subscriptions/{}/migrate"] = ("/v1/subscriptions/{classic}/migrate", "billing_mode[type]=flexible"),
        ["POST /v1/subscription_schedules/{}/release"] = ("/v1/subscription_schedules/{ending}/release", ""),
        ["GET /v1/customers/search"] = (null, "query=created>0"),
        ["GET /v1/invoices/search"] = (null, "query=created>0"),
        ["GET /v1/prices/search"] = (null, "query=active:\"true\""),
        ["GET /v1/products/search"] = (null, "query=active:\"true\""),
        ["GET /v1/subscriptions/search"] = (null, "query=created>0"),
        ["POST /v1/payment_intents/{}/confirm"] = (null, "payment_method=pm_card_visa"),
        ["POST /v1/refunds"] = (null, "payment_intent={paidintent}&amount=200"),
        ["POST /v1/setup_intents"] = (null, "customer={customer}&payment_method=pm_card_visa"),
        ["POST /v1/setup_intents/{}/confirm"] = (null, "payment_method=pm_card_authenticationRequired"),
        ["POST /v1/credit_notes"] = (null, "invoice={owed}&amount=300"),
        ["GET /v1/credit_notes/preview"] = (null, "invoice={owed}&amount=300"),
        ["POST /v1/test_helpers/test_clocks"] = (null, $"frozen_time={Stage.Unix(0)}"),
        ["POST /v1/test_helpers/test_clocks/{}/advance"] = (null, $"frozen_time={Stage.Unix(5)}"),
        ["POST /v1/webhook_endpoints"] = (null, "url=https://example.com/other&enabled_events[0]=invoice.paid"),
    };

    /// <summary>The object behind a part of a path.</summary>
    private static readonly Dictionary<string, string> Objects = new()
    {
        ["customers"] = "customer",
        ["balance_transactions"] = "transaction",
        ["payment_methods"] = "pm",
        ["products"] = "product",
        ["prices"] = "price",
        ["plans"] = "price",
        ["coupons"] = "coupon",
        ["promotion_codes"] = "promo",
        ["meters"] = "meter",
        ["subscription_schedules"] = "schedule",
        ["subscriptions"] = "sub",
        ["subscription_items"] = "item",
        ["invoiceitems"] = "pending",
        ["invoices"] = "draft",
        ["lines"] = "line",
        ["invoice_payments"] = "payment",
        ["payment_intents"] = "intent",
        ["charges"] = "charge",
        ["refunds"] = "refund",
        ["credit_notes"] = "note",
        ["setup_intents"] = "setup",
        ["test_clocks"] = "clock",
        ["events"] = "event",
        ["webhook_endpoints"] = "endpoint",
    };

    public static Recipe For(ClientEndpoint endpoint)
    {
        var parts = endpoint.Path.Split('/');
        var template = Regex.Replace(endpoint.Path, @"ID\d+", "{}");
        var (path, form) = Calls.GetValueOrDefault($"{endpoint.Method} {template}", (null, ""));
        path ??= string.Join(
            '/',
            parts.Select((part, index) => part.StartsWith("ID", StringComparison.Ordinal) ? $"{{{Objects[parts[index - 1]]}}}" : part)
        );
        return new Recipe(endpoint.Method, template, path, Form.Of(form));
    }
}

/// <summary>One call that succeeds, with the address and form that it needs.</summary>
internal sealed record Recipe(string Method, string Template, string Path, Form Form)
{
    public string Name => $"{Method} {Template}";
}
