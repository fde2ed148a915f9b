using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Xunit;

namespace CpqBilling.EndToEnd;

/// <summary>What people do on the pages, in a real browser.</summary>
public sealed class BrowserTests(ServingDemo demo, Browser browser)
{
    [Fact]
    public async Task AmendedOrder_IsToldToTheCent_AndSyncedByItsKey()
    {
        await using var window = await browser.OpenAsync(demo.Address);
        var page = window.Page;
        await window.GoAsync("/orders");
        await page.GetByRole(AriaRole.Link, new() { Name = "00000011" }).ClickAsync();

        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Order 00000011" })).ToBeVisibleAsync();
        var cents = page.Locator(".recon");
        await Assertions.Expect(cents).ToContainTextAsync("15,000.00");
        await Assertions.Expect(cents.Locator(".done-text")).ToContainTextAsync("0.00");
        // Two lines of one product, told apart.
        await Assertions.Expect(page.Locator(".picture.wide svg.chart")).ToContainTextAsync("added by 00000011");
        await page.Locator(".how summary").Nth(1).ClickAsync();
        await Assertions.Expect(page.Locator(".how p").Nth(1)).ToContainTextAsync("5 × 600.00");

        await page.Keyboard.PressAsync("s");
        await Assertions.Expect(page.GetByText("Order 00000011: done")).ToBeVisibleAsync();
        window.AssertQuiet();
    }

    [Fact]
    public async Task Search_FindsByNumberAccountAndStripeId()
    {
        await using var window = await browser.OpenAsync(demo.Address);
        var page = window.Page;
        await window.GoAsync(demo.Resolve("/orders/{00000009}"));
        var subscription = await page.Locator(".sub .copy").First.GetAttributeAsync("data-copy");

        await page.Keyboard.PressAsync("/");
        await page.Keyboard.TypeAsync("contoso");
        await Assertions.Expect(page.GetByRole(AriaRole.Option)).ToHaveCountAsync(2);
        await page.Keyboard.PressAsync("Escape");
        await page.Locator("#search").FillAsync(subscription!);
        await Assertions.Expect(page.GetByRole(AriaRole.Option)).ToContainTextAsync(["Coho Winery"]);
        await page.Locator("#search").FillAsync("00000008");
        await Assertions.Expect(page.GetByRole(AriaRole.Option)).ToContainTextAsync(["Proseware"]);
        await page.Keyboard.PressAsync("Enter");

        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Order 00000008" })).ToBeVisibleAsync();
        window.AssertQuiet();
    }

    [Fact]
    public async Task Destination_ShowsItsSecretOnce_AndTheApiIsReadHere()
    {
        await using var window = await browser.OpenAsync(demo.Address);
        var page = window.Page;
        await window.GoAsync("/destinations");

        await page.GetByRole(AriaRole.Button, new() { Name = "Add a destination" }).ClickAsync();
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync("warehouse");
        await page.GetByLabel("Address", new() { Exact = true }).FillAsync("http://169.254.169.254/");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add it" }).ClickAsync();
        await Assertions.Expect(page.GetByText("lies in a private network")).ToBeVisibleAsync();
        await page.GetByLabel("Address", new() { Exact = true }).FillAsync("http://127.0.0.1:9/hook");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add it" }).ClickAsync();
        await Assertions.Expect(page.GetByText("whsec_")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Done" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Remove warehouse" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Really remove it" }).ClickAsync();
        await Assertions.Expect(page.GetByText("Nobody is told")).ToBeVisibleAsync();

        // It looks whether it may make functions of texts, and goes on without.
        window.StoppedByPolicy = "unsafe-eval";
        await page.GotoAsync("/api-reference", new() { WaitUntil = WaitUntilState.NetworkIdle });
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "CpqBilling" }).First).ToBeVisibleAsync();
        await page.ScreenshotAsync(new() { Path = Screens.File("api-reference-1280-light") });
        window.AssertQuiet();
    }

    [Fact]
    public async Task Filter_StandsInTheAddress_AndTheWayBackWorks()
    {
        await using var window = await browser.OpenAsync(demo.Address);
        var page = window.Page;
        await window.GoAsync("/orders");

        await page.GetByRole(AriaRole.Link, new() { Name = "needs you 1" }).ClickAsync();
        await Assertions.Expect(page.Locator("tbody tr")).ToHaveCountAsync(1);
        Assert.EndsWith("/orders?state=needs-you", page.Url);
        await page.GoBackAsync();

        await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { Name = "00000001" })).ToBeVisibleAsync();
        window.AssertQuiet();
    }

    [Fact]
    public async Task OrdersOfAFilter_AreSyncedTogether()
    {
        await using var window = await browser.OpenAsync(demo.Address);
        var page = window.Page;
        await window.GoAsync("/orders?text=Contoso");

        await page.GetByRole(AriaRole.Button, new() { Name = "Sync these 2 orders again…" }).ClickAsync();
        await page.ScreenshotAsync(new() { Path = Screens.File("bulk-sync-1280-light"), FullPage = true });
        // Both are of one contract: the second waits for the first.
        await page.GetByRole(AriaRole.Button, new() { Name = "Sync these 2 orders", Exact = true }).ClickAsync();

        await Assertions
            .Expect(
                page.GetByRole(AriaRole.Status)
                    .Filter(new() { HasText = "2 of 2 orders were looked at: 2 are in step, 0 cannot be billed yet." })
                    .First
            )
            .ToBeVisibleAsync(new() { Timeout = 90_000 });
        await page.Locator(".draft-edge").GetByRole(AriaRole.Button, new() { Name = "Close" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Sync these 2 orders again…" })).ToBeVisibleAsync();
        window.AssertQuiet();
    }

    [Theory]
    [InlineData("/exports/orders.csv?state=needs-you", "00000010", "text/csv")]
    [InlineData("/exports/forecast.csv?currency=usd", "Workspace seat", "text/csv")]
    public async Task Export_HoldsWhatTheListShows(string path, string expected, string type)
    {
        await using var window = await browser.OpenAsync(demo.Address);

        var answer = await window.Page.APIRequest.GetAsync(path);

        Assert.Equal(200, answer.Status);
        Assert.StartsWith(type, answer.Headers["content-type"]);
        Assert.Contains(expected, await answer.TextAsync());
    }

    [Theory]
    [InlineData("/nothing-here", "There is no such page")]
    [InlineData("/orders/801000000000000AAA", "There is no such page")]
    public async Task UnknownPage_IsA404ThatLeadsOn(string path, string title)
    {
        await using var window = await browser.OpenAsync(demo.Address);
        window.Expects404 = true;

        var answer = await window.Page.GotoAsync(path);

        Assert.Equal(404, answer!.Status);
        await Assertions.Expect(window.Page.GetByRole(AriaRole.Heading, new() { Name = title })).ToBeVisibleAsync();
        await window.Page.GetByRole(AriaRole.Link, new() { Name = "All orders" }).ClickAsync();
        await Assertions.Expect(window.Page.GetByRole(AriaRole.Heading, new() { Name = "Orders" })).ToBeVisibleAsync();
        window.AssertQuiet();
    }

    [Fact]
    public async Task Setting_IsChangedOverItsImpact()
    {
        await using var window = await browser.OpenAsync(demo.Address);
        var page = window.Page;
        await window.GoAsync("/preferences");

        await page.GetByLabel("fractionalQuantity").SelectOptionAsync("netAmount");
        await page.GetByRole(AriaRole.Button, new() { Name = "Impact" }).ClickAsync();
        // The order of 2.5 seats would be billed: 2.5 × 360.00.
        await Assertions.Expect(page.Locator("[data-impact]")).ToContainTextAsync("Woodgrove Bank");
        await Assertions.Expect(page.Locator("[data-impact]")).ToContainTextAsync("newly bills");
        await page.ScreenshotAsync(new() { Path = Screens.File("impact-1280-light"), FullPage = true });
        await Screens.DocumentAsync(page, "impact", 640);
        await page.GetByRole(AriaRole.Button, new() { Name = "Discard" }).ClickAsync();

        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Impact" })).ToBeHiddenAsync();
        window.AssertQuiet();
    }

    [Fact]
    public async Task Colours_AreKept_AndKeysAreListed()
    {
        await using var window = await browser.OpenAsync(demo.Address);
        var page = window.Page;
        await window.GoAsync("/issues");

        await page.GetByRole(AriaRole.Button, new() { Name = "Light or dark" }).ClickAsync();
        await page.ReloadAsync();
        await Assertions.Expect(page.Locator("html")).ToHaveAttributeAsync("data-theme", "dark");
        await page.Locator("body[data-ready]").WaitForAsync();
        await page.Keyboard.PressAsync("?");

        await Assertions.Expect(page.GetByText("Next and previous row")).ToBeVisibleAsync();
        Assert.Empty((await page.RunAxe()).Violations.Select(violation => violation.Id));
        window.AssertQuiet();
    }
}
