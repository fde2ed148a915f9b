using CpqBilling.EndToEnd;
using Microsoft.Playwright;
using Xunit;

[assembly: AssemblyFixture(typeof(Browser))]

namespace CpqBilling.EndToEnd;

/// <summary>One browser for all tests; each test has a window of its own.</summary>
public sealed class Browser : IAsyncLifetime
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
    private IBrowser? _browser;

    public async ValueTask InitializeAsync()
    {
        Assert.True(File.Exists(Chromium), $"{Chromium} is missing: ./test installs it.");
        // Others may use the machine too; what is there at once costs nothing.
        Assertions.SetDefaultExpectTimeout(20_000);
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

    /// <param name="home">The only address that may be asked for anything.</param>
    public async Task<Window> OpenAsync(Uri home, int width = 1280, ColorScheme colors = ColorScheme.Light)
    {
        var context = await _browser!.NewContextAsync(
            new()
            {
                BaseURL = home.ToString(),
                ViewportSize = new() { Width = width, Height = 900 },
                ColorScheme = colors,
                ReducedMotion = ReducedMotion.Reduce,
            }
        );
        await context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        return new Window(context, await context.NewPageAsync(), home);
    }
}
