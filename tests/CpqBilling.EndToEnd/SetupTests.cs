using System.Diagnostics;
using Microsoft.Playwright;
using Xunit;

namespace CpqBilling.EndToEnd;

/// <summary>The first hour of an installation, without a mouse.</summary>
public sealed class SetupTests(ServingDemo demo, Browser browser)
{
    private const int MostPressed = 25;
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);
    private static readonly LocatorAssertionsToContainTextOptions Patience = new() { Timeout = 60_000 };

    /// <summary>From the link that the first start prints to the rehearsal of the org's orders.</summary>
    [Fact]
    public async Task FirstAdministrator_ComesToTheRehearsal_ByKeyboardInFewSteps()
    {
        await using var service = await ServeProcess.StartAsync();
        await using var window = await browser.OpenAsync(service.FirstRun);
        var (page, keyboard, clock) = (window.Page, new ByKeyboard(window.Page), Stopwatch.StartNew());
        await page.GotoAsync(service.FirstRun.ToString());
        await keyboard.WriteAsync("Name", "Ada Lovelace");
        await keyboard.WriteAsync("E-mail address", "ada@example.com");
        await keyboard.WriteAsync("Password", "correct horse battery");
        await keyboard.PressAsync(Button(page, "Create and sign in"));
        await page.Locator("body[data-ready]").WaitForAsync();

        await keyboard.PressAsync(Link(page, "Connect the org"));
        await keyboard.WriteAsync("My Domain", demo.Salesforce.ToString());
        await keyboard.ChooseNextAsync("Signs in by");
        await keyboard.WriteAsync("Consumer key", "sandbox-client");
        await keyboard.WriteAsync("Client secret", "sandbox-secret");
        await keyboard.PressAsync(Button(page, "Sign in and keep"));

        await keyboard.WriteAsync("Restricted key", "sk_test_sandbox");
        await keyboard.PressAsync(page.GetByText("Stripe sandbox of this product"));
        await keyboard.WriteAsync("Address", demo.Stripe.ToString());
        await keyboard.PressAsync(Button(page, "Try the key"));
        await keyboard.PressAsync(Button(page, "Keep this key"));

        await keyboard.PressAsync(Link(page, "Rehearse"));
        await keyboard.PressAsync(Button(page, "Rehearse"));
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("of 10 contracts, 11 orders", Patience);

        Assert.InRange(keyboard.Pressed, 1, MostPressed);
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, Longest);
        await page.ScreenshotAsync(new() { Path = Screens.File("setup-rehearsed-1280-light"), FullPage = true });
        window.AssertQuiet();
    }

    [Fact]
    public async Task Refusal_IsTriedAgainByKeyboard()
    {
        await using var window = await browser.OpenAsync(demo.Address);
        await window.GoAsync("/issues");

        await new ByKeyboard(window.Page).PressAsync(Button(window.Page, "Sync now"));

        await Assertions.Expect(window.Page.GetByText("Order 00000010 still cannot be billed.")).ToBeVisibleAsync();
        window.AssertQuiet();
    }

    private static ILocator Button(IPage page, string name) => page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    private static ILocator Link(IPage page, string name) => page.GetByRole(AriaRole.Link, new() { Name = name, Exact = true });
}
