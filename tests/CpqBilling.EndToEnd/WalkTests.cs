using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using CpqBilling.Sandbox.Salesforce.Cpq;
using Microsoft.Playwright;
using Xunit;

namespace CpqBilling.EndToEnd;

/// <summary>Somebody who has never seen the product does the whole of the demo in the pages, led by what stands on them.</summary>
public sealed class WalkTests(Browser browser) : IAsyncLifetime
{
    private static readonly LocatorAssertionsToContainTextOptions Patience = new() { Timeout = 60_000 };
    private readonly DemoProcess _demo = DemoProcess.Begin(data: null);
    private readonly HttpClient _salesforce = new();
    private Window _window = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private IPage Page => _window.Page;

    public async ValueTask InitializeAsync()
    {
        await _demo.ServingAsync();
        _window = await browser.OpenAsync(_demo.Address);
    }

    public async ValueTask DisposeAsync()
    {
        await _window.DisposeAsync();
        await _demo.DisposeAsync();
        _salesforce.Dispose();
    }

    [Fact]
    public async Task WholeDemo_IsDoneInThePages()
    {
        await _window.GoAsync("/");
        await ConnectAsync();
        await RehearseAsync();
        await MapAFieldAsync();
        await PreviewADraftAsync();
        await LookAtImpactAsync();
        await CorrectAMistakeAsync();
        await ReconcileAsync();
        await ExportAForecastAsync();
        _window.AssertQuiet();
    }

    /// <summary>The key is renewed: tried first, permission by permission, then kept.</summary>
    private async Task ConnectAsync()
    {
        await OpenAsync("Connections");
        await Click("Another Stripe key…");
        await Page.GetByText("Stripe sandbox of this product").ClickAsync();
        await Page.GetByLabel("Address").FillAsync(_demo.Stripe.ToString());
        await Page.GetByLabel("Restricted key").FillAsync("sk_test_sandbox");
        await Click("Try the key");
        await Assertions.Expect(Page.Locator(".probes li")).ToHaveCountAsync(10);
        await Assertions.Expect(Page.Locator(".probes .chip.need")).ToHaveCountAsync(0);
        await PictureAsync("connect");
        await Click("Keep this key");
        await Assertions.Expect(Page.GetByText("the next sync goes by this key")).ToBeVisibleAsync();
    }

    private async Task RehearseAsync()
    {
        await OpenAsync("Rehearsal");
        await Click("Rehearse");
        await Assertions.Expect(Page.Locator("main")).ToContainTextAsync("of 10 contracts, 11 orders", Patience);
        await Assertions.Expect(Page.Locator("main")).ToContainTextAsync("SYNC-1018");
        await PictureAsync("rehearsal-played");
    }

    private async Task MapAFieldAsync()
    {
        await OpenAsync("Mapping");
        await Click("Map a field…");
        await Page.GetByLabel("Stripe field").FillAsync("metadata.town");
        await Page.GetByLabel("Find a field").FillAsync("BillingCity");
        await Page.Locator(".picker .field-name button").First.ClickAsync();
        await PictureAsync("mapping-picker");
        await Click("Put into the draft");
        await Assertions.Expect(Page.Locator("ins.add").Last).ToHaveTextAsync("metadata.town: Springfield");
        await Click("Impact");
        await Assertions.Expect(Page.Locator("[data-impact]")).ToContainTextAsync("none newly fails", Patience);
        await PictureAsync("mapping-impact");
        await ApplyAsync("Finance wants the town on every customer", version: 2);
        await Assertions.Expect(Page.Locator("main")).ToContainTextAsync("metadata.town");
    }

    /// <summary>Sales asks what an order will bill before it is activated.</summary>
    private async Task PreviewADraftAsync()
    {
        var order = await SellADraftAsync();
        await OpenAsync("Preview");
        await Page.GetByLabel("Order, quote or link").FillAsync(order);
        await Page.GetByLabel("Order, quote or link").PressAsync("Enter");
        await Assertions.Expect(Page.Locator("main")).ToContainTextAsync("as if activated now", Patience);
        await Assertions.Expect(Page.Locator("table.inv")).ToContainTextAsync("2,400.00");
    }

    private async Task LookAtImpactAsync()
    {
        await OpenAsync("Preferences");
        await Page.GetByLabel("Find a setting").FillAsync("creditUnusedTime");
        await Page.GetByLabel("creditUnusedTime").SelectOptionAsync("allReductions");
        await Click("Impact");
        await Assertions.Expect(Page.Locator("[data-impact]")).ToContainTextAsync("10 bill the same, 0 differently", Patience);
        await Click("Discard");
        await Assertions.Expect(Page.GetByRole(AriaRole.Button, new() { Name = "Impact" })).ToBeHiddenAsync();
    }

    /// <summary>From the overview to the error, to the record, and it disappears by itself.</summary>
    private async Task CorrectAMistakeAsync()
    {
        await OpenAsync("Overview");
        await Assertions.Expect(Page.GetByRole(AriaRole.Heading, new() { Name = "One order needs you" })).ToBeVisibleAsync();
        await Page.GetByRole(AriaRole.Link, new() { Name = "Open issues" }).ClickAsync();
        await Page.GetByRole(AriaRole.Link, new() { Name = "00000010" }).ClickAsync();
        var record = await Page.GetByRole(AriaRole.Link, new() { Name = "order product" }).GetAttributeAsync("href");
        await CorrectAsync(new Uri(record!).Segments[^1]);
        await Assertions.Expect(Page.Locator("main .head")).ToContainTextAsync("done", Patience);
        await Page.GetByRole(AriaRole.Link, new() { Name = "Overview" }).ClickAsync();
        await Assertions.Expect(Page.GetByRole(AriaRole.Heading, new() { Name = "Nothing needs you" })).ToBeVisibleAsync();
        await PictureAsync("overview-after");
    }

    private async Task ReconcileAsync()
    {
        await OpenAsync("Reconcile");
        await Click("Look through all contracts");
        await Assertions.Expect(Page.Locator("main")).ToContainTextAsync("of 10", Patience);
        await PictureAsync("reconciled");
        await Assertions.Expect(Page.GetByText("Both sides agree")).ToBeVisibleAsync();
    }

    private async Task ExportAForecastAsync()
    {
        await OpenAsync("Forecast");
        var file = await Page.RunAndWaitForDownloadAsync(() => Page.GetByRole(AriaRole.Link, new() { Name = "CSV" }).ClickAsync());
        Assert.Contains("Woodgrove Bank", await File.ReadAllTextAsync(await file.PathAsync(), Cancellation));
    }

    private async Task ApplyAsync(string reason, int version)
    {
        await Click("Apply…");
        await Page.GetByLabel("Why, for the audit").FillAsync(reason);
        await Page.GetByRole(AriaRole.Button, new() { Name = "Apply", Exact = true }).ClickAsync();
        await Assertions.Expect(Page.GetByText($"Version {version} is in force")).ToBeVisibleAsync();
    }

    private async Task OpenAsync(string page)
    {
        await Page.GetByRole(AriaRole.Navigation, new() { Name = "Pages" }).GetByRole(AriaRole.Link, new() { Name = page }).ClickAsync();
        await Assertions.Expect(Page.Locator("nav a.to.active")).ToContainTextAsync(page);
    }

    private Task Click(string button) => Page.GetByRole(AriaRole.Button, new() { Name = button }).ClickAsync();

    private async Task PictureAsync(string name) =>
        await Page.ScreenshotAsync(new() { Path = Screens.File($"walk-{name}-1280-light"), FullPage = true });

    /// <summary>Ten seats at 20.00 a month, 2,400.00 for the year, ordered and not activated.</summary>
    private async Task<string> SellADraftAsync()
    {
        using var team = await SalesTeam.LoginAsync(_demo.Salesforce, cancellation: Cancellation);
        var product = await team.CreateProductAsync(
            new NewProduct("Walk seat", "WALK-SEAT", 20) { BillingFrequency = "Annual", SubscriptionTermMonths = 1 }
        );
        var account = await team.CreateAccountAsync("Trey Research");
        var today = DateOnly.FromDateTime(DateTime.UtcNow);
        var quote = new NewQuote(account, new DateOnly(today.Year, today.Month, 1), 12, [new NewLine(product, 10)]);
        return await team.OrderAsync(await team.QuoteAsync(quote));
    }

    /// <summary>What a person does on the record that the error leads to: an activated order is put back, corrected and activated again.</summary>
    private async Task CorrectAsync(string orderItem)
    {
        var order = new Uri(Page.Url).Segments[^1];
        using var form = new FormUrlEncodedContent(
            new Dictionary<string, string>
            {
                ["grant_type"] = "client_credentials",
                ["client_id"] = "sandbox-client",
                ["client_secret"] = "sandbox-secret",
            }
        );
        using var token = await _salesforce.PostAsync(new Uri(_demo.Salesforce, "/services/oauth2/token"), form, Cancellation);
        var answer = await token.Content.ReadFromJsonAsync<JsonElement>(Cancellation);
        _salesforce.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", answer.GetProperty("access_token").GetString());
        await ChangeAsync($"Order/{order}", new { Status = "Draft" });
        await ChangeAsync($"OrderItem/{orderItem}", new { Quantity = 3 });
        await ChangeAsync($"Order/{order}", new { Status = "Activated" });
    }

    private async Task ChangeAsync(string record, object fields)
    {
        var address = new Uri(_demo.Salesforce, $"/services/data/v65.0/sobjects/{record}");
        using var changed = await _salesforce.PatchAsync(address, JsonContent.Create(fields), Cancellation);
        Assert.True(changed.IsSuccessStatusCode, await changed.Content.ReadAsStringAsync(Cancellation));
    }
}
