using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Xunit;

namespace CpqBilling.EndToEnd;

/// <summary>An installation on its first day: the first administrator, what leads on, a passkey, a key for a program.</summary>
public sealed class FirstRunTests(Browser browser)
{
    private const string Password = "correct horse battery";

    [Fact]
    public async Task FirstAdministrator_IsLedOn_AndSignsInByPasskey()
    {
        await using var service = await ServeProcess.StartAsync();
        await using var window = await browser.OpenAsync(service.FirstRun);
        var page = window.Page;
        await AddAuthenticatorAsync(page);
        await page.GotoAsync(service.FirstRun.ToString());
        await LookAsync(window, "first-run");
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync("Ada Lovelace");
        await page.GetByLabel("E-mail address").FillAsync("ada@example.com");
        await page.GetByLabel("Password").FillAsync(Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Create and sign in" }).ClickAsync();

        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "No org is connected yet" })).ToBeVisibleAsync();
        await LookAsync(window, "first-day");
        await page.GetByRole(AriaRole.Link, new() { Name = "Connect the org" }).ClickAsync();
        await Assertions.Expect(page.GetByLabel("Signs in by")).ToHaveValueAsync("certificate");
        await LookAsync(window, "connect-org");
        await AddPasskeyAsync(page);
        await MakeKeyAsync(window);
        await SignInByPasskeyAsync(page);
        window.AssertQuiet();
    }

    /// <summary>Chromium's own stand-in for a fingerprint reader.</summary>
    private static async Task AddAuthenticatorAsync(IPage page)
    {
        var chromium = await page.Context.NewCDPSessionAsync(page);
        await chromium.SendAsync("WebAuthn.enable");
        var authenticator = new Dictionary<string, object>
        {
            ["protocol"] = "ctap2",
            ["transport"] = "internal",
            ["hasResidentKey"] = true,
            ["hasUserVerification"] = true,
            ["isUserVerified"] = true,
            ["automaticPresenceSimulation"] = true,
        };
        await chromium.SendAsync("WebAuthn.addVirtualAuthenticator", new Dictionary<string, object> { ["options"] = authenticator });
    }

    private static async Task AddPasskeyAsync(IPage page)
    {
        await page.GotoAsync("/account", new() { WaitUntil = WaitUntilState.NetworkIdle });
        await page.GetByLabel("Name of the passkey").FillAsync("Work laptop");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add a passkey" }).ClickAsync();
        await Assertions.Expect(page.GetByText("The passkey was added.")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByText("Work laptop")).ToBeVisibleAsync();
    }

    private static async Task MakeKeyAsync(Window window)
    {
        var page = window.Page;
        await window.GoAsync("/keys");
        await page.GetByRole(AriaRole.Button, new() { Name = "Make a key" }).ClickAsync();
        await page.GetByLabel("What it is for").FillAsync("Finance reports");
        await LookAsync(window, "key-form");
        await window.GoAsync("/people");
        await LookAsync(window, "people-one");
    }

    private static async Task SignInByPasskeyAsync(IPage page)
    {
        await page.Locator(".visitor > summary").ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await Assertions.Expect(page.GetByText("You are signed out.")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in with a passkey" }).ClickAsync();
        await Assertions.Expect(page.Locator(".visitor > summary")).ToBeVisibleAsync();
    }

    private static async Task LookAsync(Window window, string name)
    {
        await window.Page.ScreenshotAsync(new() { Path = Screens.File($"{name}-1280-light"), FullPage = true });
        await window.AssertFitsAsync(name);
        Assert.Empty((await window.Page.RunAxe()).Violations.Select(violation => $"{name}: {violation.Id}: {violation.Nodes[0].Html}"));
    }
}
