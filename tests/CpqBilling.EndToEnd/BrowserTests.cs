using Microsoft.Playwright;
using Xunit;

namespace CpqBilling.EndToEnd;

/// <summary>The pages of the demo in a real browser, at the widths of a desk and of a phone.</summary>
public sealed class BrowserTests(ServingDemo demo) : IAsyncLifetime
{
    private const string Chromium = "/usr/bin/chromium";
    private static readonly string[] Arguments =
    [
        "--no-sandbox",
        "--disable-gpu",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-quic",
        "--disable-component-update",
        "--disable-sync",
    ];

    private IPlaywright? _playwright;
    private IBrowser _browser = null!;

    public async ValueTask InitializeAsync()
    {
        Assert.True(File.Exists(Chromium), $"{Chromium} is missing: ./test installs it.");
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = Chromium, Args = Arguments });
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
    }

    [Theory]
    [InlineData(1280)]
    [InlineData(390)]
    public async Task FromTheListToAnOrder_AndBackThroughASync(int width)
    {
        var page = await _browser.NewPageAsync(
            new()
            {
                ViewportSize = new() { Width = width, Height = 900 },
            }
        );
        var foreign = new List<string>();
        var failed = new List<string>();
        page.Request += (_, request) =>
        {
            if (
                !request.Url.StartsWith(demo.Address.ToString(), StringComparison.Ordinal)
                && !request.Url.StartsWith("data:", StringComparison.Ordinal)
            )
            {
                foreign.Add(request.Url);
            }
        };
        page.Response += (_, response) =>
        {
            if (response.Status >= 400)
            {
                failed.Add($"{response.Status} {response.Url}");
            }
        };

        await page.GotoAsync(demo.Address.ToString(), new() { WaitUntil = WaitUntilState.NetworkIdle });
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Orders" })).ToBeVisibleAsync();
        await Shot(page, $"orders-{width}");
        Assert.True(await FitsAsync(page), "The list is wider than the window.");

        await page.GetByRole(AriaRole.Link, new() { Name = "00000002" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Order 00000002" })).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator(".bars-bar")).ToHaveCountAsync(3);
        await Shot(page, $"order-{width}");
        Assert.True(await FitsAsync(page), "The order is wider than the window.");

        await page.GetByRole(AriaRole.Button, new() { Name = "Sync again" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Sync again" })).ToBeEnabledAsync();
        await Assertions.Expect(page.Locator(".status").First).ToHaveTextAsync("synced");
        await page.GetByText("/v1/customers").ClickAsync();
        await Assertions.Expect(page.Locator("pre.body", new() { HasText = "Contoso" }).First).ToBeVisibleAsync();

        Assert.Empty(foreign);
        Assert.Empty(failed);
    }

    private static Task<bool> FitsAsync(IPage page) =>
        page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= document.documentElement.clientWidth");

    /// <summary>Kept beside the test, for people to look at.</summary>
    private static Task<byte[]> Shot(IPage page, string name) =>
        page.ScreenshotAsync(new() { Path = Path.Combine(AppContext.BaseDirectory, "screenshots", $"{name}.png"), FullPage = true });
}
