using System.Text.Json.Nodes;
using CpqBilling.Sandbox.Stripe.Tests.Faults;

namespace CpqBilling.Sandbox.Stripe.Tests.Persistence;

/// <summary>Calls that leave something in every table, in many states.</summary>
internal static class RichStory
{
    private const long Jan1 = 1_767_225_600;

    public static readonly string[] Paths =
    [
        "/v1/account",
        "/v1/customers?limit=100",
        "/v1/products?limit=100",
        "/v1/prices?limit=100&expand[]=data.tiers",
        "/v1/coupons?limit=100",
        "/v1/promotion_codes?limit=100",
        "/v1/billing/meters?limit=100",
        "/v1/subscription_schedules?limit=100",
        "/v1/subscriptions?limit=100&status=all",
        "/v1/invoices?limit=100&expand[]=data.payments&expand[]=data.discounts",
        "/v1/invoiceitems?limit=100",
        "/v1/test_helpers/test_clocks?limit=100",
        "/v1/events?limit=100",
        "/v1/webhook_endpoints?limit=100",
    ];

    /// <summary>Yields the test clock.</summary>
    public static async Task<string> TellAsync(Bench bench)
    {
        var product = await IdAsync(bench, "/v1/products", "name=Gold&metadata[sf]=01t1");
        var month = await IdAsync(
            bench,
            "/v1/prices",
            $"product={product}&currency=usd&unit_amount_decimal=1000.5&recurring[interval]=month&lookup_key=gold"
        );
        var tiered = await IdAsync(
            bench,
            "/v1/prices",
            $"product={product}&currency=usd&billing_scheme=tiered&tiers_mode=graduated&tiers[0][up_to]=5&tiers[0][unit_amount]=500&tiers[1][up_to]=inf&tiers[1][unit_amount]=400&recurring[interval]=month"
        );
        var setup = await IdAsync(bench, "/v1/prices", $"product={product}&currency=usd&unit_amount=50000");
        await IdAsync(bench, "/v1/billing/meters", "display_name=Minutes&event_name=minutes&default_aggregation[formula]=sum");
        var coupon = await IdAsync(bench, "/v1/coupons", "percent_off=12.5&duration=repeating&duration_in_months=3");
        await IdAsync(bench, "/v1/promotion_codes", $"promotion[type]=coupon&promotion[coupon]={coupon}&code=SPRING");
        await IdAsync(bench, "/v1/webhook_endpoints", "url=http://127.0.0.1:9/hook&enabled_events[0]=invoice.will_be_due");
        await BaseCustomerAsync(bench, month, tiered, coupon);
        return await ClockCustomerAsync(bench, month, setup);
    }

    public static async Task AdvanceAsync(Bench bench, string clock, long to)
    {
        var at = (long)(await bench.GetAsync($"/v1/test_helpers/test_clocks/{clock}"))["frozen_time"]!;
        while (at < to)
        {
            at = Math.Min(to, at + (28 * 86_400));
            await bench.PostJsonAsync($"/v1/test_helpers/test_clocks/{clock}/advance", $"frozen_time={at}");
            while ((string)(await bench.GetAsync($"/v1/test_helpers/test_clocks/{clock}"))["status"]! != "ready")
            {
                await Task.Yield();
            }
        }
    }

    public static string InvoicesOfClockCustomer(JsonNode customers) => $"/v1/invoices?limit=100&customer={(string)customers["data"]![0]!["id"]!}";

    public static List<(long Total, string Status, long Created)> Amounts(JsonNode invoices) =>
        [.. invoices["data"]!.AsArray().Select(invoice => ((long)invoice!["total"]!, (string)invoice["status"]!, (long)invoice["created"]!))];

    private static async Task BaseCustomerAsync(Bench bench, string month, string tiered, string coupon)
    {
        var customer = await IdAsync(bench, "/v1/customers", "name=Base&email=base@example.com&balance=-500&address[city]=Berlin");
        await IdAsync(bench, "/v1/payment_methods/pm_card_visa/attach", $"customer={customer}");
        var subscription = await bench.PostJsonAsync(
            "/v1/subscriptions",
            $"customer={customer}&items[0][price]={month}&items[0][quantity]=3&collection_method=send_invoice&days_until_due=30&discounts[0][coupon]={coupon}"
        );
        var item = (string)subscription["items"]!["data"]![0]!["id"]!;
        await bench.PostJsonAsync($"/v1/subscription_items/{item}", "quantity=4&metadata[line]=802");
        await bench.PostJsonAsync(
            $"/v1/subscriptions/{(string)subscription["id"]!}",
            $"items[0][price]={tiered}&items[0][quantity]=7&proration_behavior=none&metadata[order]=801"
        );
        await IdAsync(bench, "/v1/invoiceitems", $"customer={customer}&amount=700&currency=usd&description=Extra");
        var invoice = await IdAsync(
            bench,
            "/v1/invoices",
            $"customer={customer}&pending_invoice_items_behavior=include&collection_method=send_invoice&days_until_due=10"
        );
        await bench.PostJsonAsync($"/v1/invoices/{invoice}/finalize", "");
        await bench.PostJsonAsync($"/v1/invoices/{invoice}/pay", "paid_out_of_band=true");
        await IdAsync(bench, "/v1/invoiceitems", $"customer={customer}&amount=900&currency=usd&description=Pending");
        var gone = await IdAsync(bench, "/v1/customers", "name=Gone");
        (await bench.Http.DeleteAsync($"/v1/customers/{gone}", Bench.Cancellation)).Dispose();
    }

    private static async Task<string> ClockCustomerAsync(Bench bench, string month, string setup)
    {
        var clock = await IdAsync(bench, "/v1/test_helpers/test_clocks", $"frozen_time={Jan1}&name=Story");
        var customer = await IdAsync(bench, "/v1/customers", $"name=Clocked&test_clock={clock}");
        var form =
            $"customer={customer}&start_date=now&end_behavior=cancel"
            + "&default_settings[collection_method]=send_invoice&default_settings[invoice_settings][days_until_due]=30"
            + $"&phases[0][items][0][price]={month}&phases[0][items][0][quantity]=2&phases[0][duration][interval]=month&phases[0][duration][interval_count]=2"
            + $"&phases[1][items][0][price]={month}&phases[1][items][0][quantity]=5&phases[1][duration][interval]=month&phases[1][duration][interval_count]=4"
            + $"&phases[1][add_invoice_items][0][price]={setup}&phases[1][proration_behavior]=none&metadata[order]=801";
        await IdAsync(bench, "/v1/subscription_schedules", form);
        await AdvanceAsync(bench, clock, Jan1 + (10 * 86_400));
        return clock;
    }

    private static async Task<string> IdAsync(Bench bench, string path, string form) => (string)(await bench.PostJsonAsync(path, form))["id"]!;
}
