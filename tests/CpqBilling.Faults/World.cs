using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CpqBilling.Salesforce;
using CpqBilling.Sandbox.Salesforce;
using CpqBilling.Sandbox.Stripe;
using NodaTime;
using NodaTime.Text;

namespace CpqBilling.Faults;

/// <summary>Both sandboxes, each behind a door, and what they hold.</summary>
internal sealed partial class World : IAsyncDisposable
{
    public const string StripeKey = "sk_test_faults";
    private static readonly string[] Kinds =
    [
        "customers",
        "products",
        "prices",
        "coupons",
        "billing/meters",
        "subscription_schedules",
        "subscriptions",
        "invoiceitems",
        "invoices",
    ];
    private static readonly string[] Queries =
    [
        "SELECT Id, Stripe_ID__c FROM Account",
        "SELECT Id, Stripe_ID__c FROM Product2",
        "SELECT Id, Stripe_ID__c FROM PricebookEntry",
        "SELECT Id, Stripe_ID__c FROM Order",
        "SELECT Primary_Record_ID__c, Secondary_Record_ID__c, Resolution_Status__c FROM Sync_Record__c",
    ];
    private readonly SalesforceSandbox _salesforce;
    private readonly StripeSandbox _stripe;
    private readonly HttpClient _http = new();

    private World(SalesforceSandbox salesforce, StripeSandbox stripe, Door salesforceDoor, Door stripeDoor)
    {
        (_salesforce, _stripe, SalesforceDoor, StripeDoor) = (salesforce, stripe, salesforceDoor, stripeDoor);
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", StripeKey);
    }

    public Door SalesforceDoor { get; }

    public Door StripeDoor { get; }

    /// <summary>Placeholders of the records that were loaded → their ids.</summary>
    public IReadOnlyDictionary<string, string> Ids { get; private set; } = new Dictionary<string, string>();

    /// <param name="now">The time of both, which stands still; null lets them go with the machine.</param>
    public static async Task<World> StartAsync(string? now)
    {
        var at = now is null ? (DateTimeOffset?)null : InstantPattern.General.Parse(now).Value.ToDateTimeOffset();
        var salesforce = await SalesforceSandbox.StartAsync(new SalesforceSandboxOptions { FrozenAt = at });
        var stripe = await StripeSandbox.StartAsync(new StripeSandboxOptions { FrozenAt = at });
        return new World(salesforce, stripe, await Door.OpenAsync(salesforce.Address), await Door.OpenAsync(stripe.Address));
    }

    public SalesforceConnection Salesforce(bool throughDoor = true) =>
        new()
        {
            InstanceUrl = throughDoor ? SalesforceDoor.Address : _salesforce.Address,
            Auth = new SalesforceAuth.ClientCredentials("sandbox-client", "sandbox-secret"),
        };

    public async Task LoadAsync(JsonObject records)
    {
        var response = await _http.PostAsJsonAsync(new Uri(_salesforce.Address, "/_sandbox/fixtures"), records);
        response.EnsureSuccessStatusCode();
        Ids = (await response.Content.ReadFromJsonAsync<Dictionary<string, string>>())!;
    }

    public async Task MoveToAsync(Instant at)
    {
        foreach (var server in new[] { _salesforce.Address, _stripe.Address })
        {
            var body = new { frozenAt = InstantPattern.General.Format(at) };
            (await _http.PostAsJsonAsync(new Uri(server, "/_sandbox/clock"), body)).EnsureSuccessStatusCode();
        }
    }

    /// <summary>Requests the Stripe sandbox answered, oldest first.</summary>
    public async Task<JsonArray> StripeRequestsAsync() => (await _http.GetFromJsonAsync<JsonArray>(new Uri(_stripe.Address, "/_sandbox/requests")))!;

    /// <summary>Everything both hold, one line for each object, without the ids that chance gave.</summary>
    public async Task<IReadOnlyList<string>> HoldingsAsync()
    {
        var holdings = new List<string>();
        foreach (var kind in Kinds)
        {
            holdings.AddRange((await ListAsync(kind)).Select(item => $"{kind} {WithoutChance(item)}"));
        }

        using var session = new SalesforceSession(SalesforceHttp.CreateClient(), Salesforce(throughDoor: false));
        foreach (var soql in Queries)
        {
            var reply = await session.SendAsync(HttpMethod.Get, $"query?q={Uri.EscapeDataString(soql)}", null, CancellationToken.None);
            var rows = Assert.IsType<SalesforceReply.Ok>(reply).Body.GetProperty("records").EnumerateArray();
            holdings.AddRange(rows.Select(WithoutChance));
        }

        holdings.Sort(StringComparer.Ordinal);
        return holdings;
    }

    public async Task<IReadOnlyList<JsonElement>> ListAsync(string kind)
    {
        var all = new List<JsonElement>();
        for (var hasMore = true; hasMore; )
        {
            var status = kind == "subscriptions" ? "&status=all" : "";
            var after = all.Count == 0 ? "" : $"&starting_after={all[^1].GetProperty("id").GetString()}";
            var text = await _http.GetStringAsync(new Uri(_stripe.Address, $"/v1/{kind}?limit=100{status}{after}"));
            var page = JsonDocument.Parse(text).RootElement;
            all.AddRange(page.GetProperty("data").EnumerateArray());
            hasMore = page.GetProperty("has_more").GetBoolean();
        }

        return all;
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await SalesforceDoor.DisposeAsync();
        await StripeDoor.DisposeAsync();
        await _salesforce.DisposeAsync();
        await _stripe.DisposeAsync();
    }

    private static string WithoutChance(JsonElement item) =>
        Begun().Replace(Chosen().Replace(Given().Replace(item.GetRawText(), "$1_…"), "$1…"), "$1");

    [GeneratedRegex(@"\b([a-z]+(?:_[a-z]+)*)_[A-Za-z0-9]{14,}\b")]
    private static partial Regex Given();

    /// <summary>Ids of coupons, and how invoices of a customer are numbered.</summary>
    [GeneratedRegex("""("(?:invoice_prefix|number|coupon)":"|^{"id":"(?=[A-Za-z0-9]{8}","object":"coupon"))[^"]+""")]
    private static partial Regex Chosen();

    /// <summary>How the beginning of a phase is prorated bills nothing any more once the phase runs; all contracts here begin on this day.</summary>
    [GeneratedRegex(@"""proration_behavior"":""[a-z_]+"",(""start_date"":1767225600)")]
    private static partial Regex Begun();
}
