using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Xunit;

namespace CpqBilling.EndToEnd;

/// <summary>Somebody who has never seen the product does the whole of the demo in the pages, led by what stands on them.</summary>
public sealed class WalkTests(Browser browser) : IAsyncLifetime
{
    private static readonly LocatorAssertionsToContainTextOptions Patience = new() { Timeout = 60_000 };
    private readonly DemoProcess _demo = DemoProcess.Begin(data: null);
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
    }

    [Fact]
    public async Task WholeDemo_IsDoneInThePages()
    {
        await _window.GoAsync("/");
        await Screens.DocumentAsync(Page, "overview", 800);
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
        await Assertions.Expect(Page.GetByLabel("Address")).ToHaveValueAsync(_demo.Stripe.ToString());
        await Page.GetByLabel("Restricted key").FillAsync("sk_test_sandbox");
        await Click("Try the key");
        await Assertions.Expect(Page.Locator(".probes li")).ToHaveCountAsync(10);
        await Assertions.Expect(Page.Locator(".probes .chip.need")).ToHaveCountAsync(0);
        await PictureAsync("connect");
        await Screens.DocumentAsync(Page, "connections", 640);
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
        await Screens.DocumentAsync(Page, "rehearsal", 900);
    }

    private async Task MapAFieldAsync()
    {
        await OpenAsync("Mapping");
        await Click("Map a field…");
        await Page.GetByLabel("Stripe field").FillAsync("metadata.town");
        await Page.GetByLabel("Find a field").FillAsync("BillingCity");
        await Page.Locator(".picker .field-name button").First.ClickAsync();
        await PictureAsync("mapping-picker");
        await Screens.DocumentAsync(Page, "mapping", 900);
        await Click("Put into the draft");
        await Assertions.Expect(Page.Locator("ins.add").Last).ToHaveTextAsync("metadata.town: Springfield");
        await Click("Impact");
        await Assertions.Expect(Page.Locator("[data-impact]")).ToContainTextAsync("none newly fails", Patience);
        await PictureAsync("mapping-impact");
        await ApplyAsync("Finance wants the town on every customer", version: 2);
        await Assertions.Expect(Page.Locator("main")).ToContainTextAsync("metadata.town");
    }

    /// <summary>Sales asks what an order will bill before it is activated: 12 seats at 30.00 a month and a workshop for 1,500.00.</summary>
    private async Task PreviewADraftAsync()
    {
        await OpenAsync("Preview");
        await Assertions.Expect(Page.Locator("main")).ToContainTextAsync("Fourth Coffee");
        await PictureAsync("drafts");
        await Page.GetByRole(AriaRole.Link, new() { Name = "00000012", Exact = true }).ClickAsync();
        await Assertions.Expect(Page.Locator("main")).ToContainTextAsync("as if activated now", Patience);
        await Assertions.Expect(Page.Locator("table.inv")).ToContainTextAsync("1,860.00");
        await Screens.DocumentAsync(Page, "preview", 900);
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

    /// <summary>From the overview to the error, to the record, and it disappears by itself: three clicks.</summary>
    private async Task CorrectAMistakeAsync()
    {
        await OpenAsync("Overview");
        await Assertions.Expect(Page.GetByRole(AriaRole.Heading, new() { Name = "One order needs you" })).ToBeVisibleAsync();
        await Page.GetByRole(AriaRole.Link, new() { Name = "Open issues" }).ClickAsync();
        await CorrectAsync();
        await Assertions.Expect(Page.Locator("main")).ToContainTextAsync("Nothing needs you", Patience);
        await OpenAsync("Overview");
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

    private async Task PictureAsync(string name)
    {
        await Page.ScreenshotAsync(new() { Path = Screens.File($"walk-{name}-1280-light"), FullPage = true });
        Assert.Empty((await Page.RunAxe()).Violations.Select(violation => $"{name}: {violation.Id}: {violation.Nodes[0].Html}"));
    }

    /// <summary>What a person does on the record that the error leads to, in the pages of Salesforce.</summary>
    private async Task CorrectAsync()
    {
        var salesforce = await Page.RunAndWaitForPopupAsync(() => Page.GetByRole(AriaRole.Link, new() { Name = "order product" }).ClickAsync());
        await salesforce.GetByLabel("Workspace seat").FillAsync("3");
        await salesforce.GetByRole(AriaRole.Button, new() { Name = "Save and activate again" }).ClickAsync();
        await Assertions.Expect(salesforce.Locator("body")).ToContainTextAsync("1,080.00");
        await salesforce.CloseAsync();
    }
}
