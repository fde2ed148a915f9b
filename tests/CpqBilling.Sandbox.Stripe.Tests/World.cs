using System.Globalization;
using System.Text.RegularExpressions;

namespace CpqBilling.Sandbox.Stripe.Tests;

/// <summary>
/// One customer on one test clock, and the price list of the worked examples. In forms, <c>{M10}</c> stands for the id of
/// that price and <c>@2026-01-16</c> for that instant.
/// </summary>
internal sealed partial class World(Api api, string clock, string customer, string now) : IDisposable
{
    private const string Defaults = "default_settings[collection_method]=send_invoice&default_settings[invoice_settings][days_until_due]=30";
    private readonly Dictionary<string, string> _prices = [];
    private readonly Dictionary<string, string> _products = [];

    public Api Api => api;

    public string Clock => clock;

    public string Customer => customer;

    public string Now { get; private set; } = now;

    public static async Task<World> StartAsync(SandboxFixture fixture, string now = "2026-01-01", string customer = "")
    {
        var api = fixture.NewAccount();
        var clock = (string)(await api.PostAsync("/v1/test_helpers/test_clocks", $"frozen_time={At(now)}"))["id"]!;
        var id = (string)
            (await api.PostAsync("/v1/customers", $"email=buyer@example.com&test_clock={clock}{(customer.Length > 0 ? "&" + customer : "")}"))["id"]!;
        return new World(api, clock, id, now);
    }

    public static long At(string text) => new DateTimeOffset(DateTime.Parse(text, CultureInfo.InvariantCulture), TimeSpan.Zero).ToUnixTimeSeconds();

    public static string Day(JsonNode? unix) =>
        unix is null
            ? "-"
            : DateTimeOffset
                .FromUnixTimeSeconds((long)unix)
                .ToString((long)unix % 86_400 == 0 ? "yyyy-MM-dd" : "yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>A price that the standard list does not have; its form lacks product and currency.</summary>
    public async Task DefineAsync(string name, string form)
    {
        var product = await ProductAsync(name);
        var currency = form.Contains("currency=", StringComparison.Ordinal) ? "" : "&currency=usd";
        _prices[name] = (string)(await api.PostAsync("/v1/prices", $"product={product}{currency}&{await ExpandAsync(form)}"))["id"]!;
    }

    public async Task<string> ProductAsync(string name)
    {
        if (!_products.TryGetValue(name, out var id))
        {
            _products[name] = id = (string)(await api.PostAsync("/v1/products", $"name={name}"))["id"]!;
        }

        return id;
    }

    public async Task<string> PriceAsync(string name)
    {
        if (!_prices.ContainsKey(name))
        {
            await DefineAsync(name, await StandardAsync(name));
        }

        return _prices[name];
    }

    public async Task<string> MeterAsync(string name = "usage") =>
        (string)(await api.PostAsync("/v1/billing/meters", $"display_name={name}&event_name={name}&default_aggregation[formula]=sum"))["id"]!;

    public async Task UseAsync(int value, string at, string meter = "usage") =>
        await api.PostAsync(
            "/v1/billing/meter_events",
            $"event_name={meter}&payload[stripe_customer_id]={customer}&payload[value]={value}&timestamp={At(at)}"
        );

    public async Task<string> CouponAsync(string form) => (string)(await api.PostAsync("/v1/coupons", await ExpandAsync(form)))["id"]!;

    public async Task<JsonObject> ScheduleAsync(string phases, string more = "end_behavior=cancel&start_date=now&billing_mode[type]=flexible") =>
        await api.PostAsync("/v1/subscription_schedules", await ExpandAsync($"customer={customer}&{Defaults}&{more}&{phases}"));

    public async Task<JsonObject> SubscribeAsync(string form) =>
        await api.PostAsync("/v1/subscriptions", await ExpandAsync($"customer={customer}&collection_method=send_invoice&days_until_due=30&{form}"));

    public async Task<JsonObject> PostAsync(string path, string form = "") => await api.PostAsync(path, await ExpandAsync(form));

    public async Task<ApiRefusal> RefusedAsync(string path, string form) => await api.RefusedAsync(path, await ExpandAsync(form));

    public async Task<JsonObject> GetAsync(string path, string query = "") => await api.GetAsync(path, await ExpandAsync(query));

    /// <summary>Moves the clock, in as many steps as it allows.</summary>
    public async Task AdvanceAsync(string to)
    {
        var (target, frozen) = (At(to), At(Now));
        while (frozen < target)
        {
            var reply = await api.SendAsync(HttpMethod.Post, $"/v1/test_helpers/test_clocks/{clock}/advance", $"frozen_time={target}");
            var step = target;
            if ((int)reply.Status != 200)
            {
                step = Math.Min(target, frozen + (58 * 86_400));
                reply = await api.SendAsync(HttpMethod.Post, $"/v1/test_helpers/test_clocks/{clock}/advance", $"frozen_time={step}");
            }

            Assert.True((int)reply.Status == 200, reply.Body.ToJsonString());
            Assert.Equal("advancing", (string?)reply.Body["status"]);
            await ReadyAsync();
            frozen = step;
        }

        Now = to;
    }

    /// <summary>All invoices, oldest first.</summary>
    public async Task<List<JsonObject>> InvoicesAsync()
    {
        var list = await api.GetAsync("/v1/invoices", $"customer={customer}&limit=100");
        return [.. list["data"]!.AsArray().Select(node => node!.AsObject()).Reverse()];
    }

    /// <summary>All invoices as text: date and total each.</summary>
    public async Task<string> BillsAsync() =>
        string.Join(", ", (await InvoicesAsync()).Select(invoice => $"{Day(invoice["created"])} {invoice["total"]}"));

    /// <summary>The lines of an invoice as text: amount and period each.</summary>
    public static string Lines(JsonObject invoice) => string.Join(", ", invoice["lines"]!["data"]!.AsArray().Select(Line));

    public async Task<string> LinesOfAsync(int index) => Lines((await InvoicesAsync())[index]);

    /// <summary>Pending invoice items, oldest first, as text.</summary>
    public async Task<string> PendingAsync()
    {
        var list = await api.GetAsync("/v1/invoiceitems", $"customer={customer}&pending=true&limit=100");
        return string.Join(", ", list["data"]!.AsArray().Reverse().Select(Line));
    }

    public async Task<JsonObject> SubscriptionAsync()
    {
        var list = await api.GetAsync("/v1/subscriptions", $"customer={customer}&status=all");
        return list["data"]![0]!.AsObject();
    }

    public async Task<JsonObject> CustomerAsync() => await api.GetAsync($"/v1/customers/{customer}");

    /// <summary>Types of all events, oldest first, but for those of the catalogue.</summary>
    public async Task<List<string>> EventsAsync(string? type = null)
    {
        var list = await api.GetAsync("/v1/events", $"limit=100{(type is null ? "" : $"&type={type}")}");
        return [.. list["data"]!.AsArray().Reverse().Select(node => (string)node!["type"]!)];
    }

    public async Task<string> ExpandAsync(string form)
    {
        foreach (Match match in PriceName().Matches(form))
        {
            form = form.Replace(match.Value, await PriceAsync(match.Groups[1].Value));
        }

        return Instant().Replace(form, match => At(match.Groups[1].Value).ToString());
    }

    public void Dispose() => api.Dispose();

    private static string Line(JsonNode? line) => $"{line!["amount"]} [{Day(line["period"]!["start"])}, {Day(line["period"]!["end"])})";

    private async Task ReadyAsync()
    {
        while ((string?)(await api.GetAsync($"/v1/test_helpers/test_clocks/{clock}"))["status"] != "ready")
        {
            await Task.Delay(1, TestContext.Current.CancellationToken);
        }
    }

    private async Task<string> StandardAsync(string name)
    {
        var amount = int.Parse(name.AsSpan(1), CultureInfo.InvariantCulture) * 100;
        return name[0] switch
        {
            'M' => $"unit_amount={amount}&recurring[interval]=month",
            'Y' => $"unit_amount={amount}&recurring[interval]=year",
            'Q' => $"unit_amount={amount}&recurring[interval]=month&recurring[interval_count]=3",
            'S' => $"unit_amount={amount}",
            'U' => $"unit_amount={name[1..]}&recurring[interval]=month&recurring[usage_type]=metered&recurring[meter]={await MeterAsync()}",
            _ => throw new ArgumentException($"No standard price {name}"),
        };
    }

    [GeneratedRegex(@"\{(\w+)\}")]
    private static partial Regex PriceName();

    [GeneratedRegex(@"@(\d{4}-\d\d-\d\d(?:T\d\d:\d\d:\d\d)?)")]
    private static partial Regex Instant();
}
