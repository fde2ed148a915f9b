using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Xunit;

namespace CpqBilling.EndToEnd;

/// <summary>Every page at the widths of a desk and of a phone, light and dark: it fits, can be used by everybody, and is kept as a picture to look at.</summary>
public sealed class ScreenTests(ServingDemo demo, Browser browser)
{
    private static readonly (string Name, string Path)[] Pages =
    [
        ("overview", "/"),
        ("orders", "/orders"),
        ("orders-none", "/orders?state=retrying"),
        ("order-amended", "/orders/{00000011}"),
        ("order-ramp", "/orders/{00000008}"),
        ("order-coupon", "/orders/{00000007}"),
        ("order-evergreen", "/orders/{00000009}"),
        ("order-once", "/orders/{00000004}"),
        ("order-needs-you", "/orders/{00000010}"),
        ("issues", "/issues"),
        ("activity", "/activity"),
        ("forecast", "/forecast?by=account"),
        ("preview-drafts", "/preview"),
        ("preview", "/preview?order={00000007}"),
        ("preferences", "/preferences"),
        ("mapping", "/mapping?order={00000002}"),
        ("mapping-schedule", "/mapping?object=subscription_schedule&order={00000002}"),
        ("versions", "/versions"),
        ("connections", "/connections"),
        ("rehearsal", "/rehearsal"),
        ("reconcile", "/reconcile"),
        ("alerts", "/alerts"),
        ("destinations", "/destinations"),
        ("backfill", "/backfill"),
        ("system", "/system"),
        ("people", "/people"),
        ("keys", "/keys"),
        ("audit", "/audit"),
        ("account", "/account"),
    ];

    /// <summary>Pages that the documentation shows.</summary>
    private static readonly Dictionary<string, (string Name, int Height)> Documented = new()
    {
        ["order-amended"] = ("order", 1180),
        ["order-needs-you"] = ("needs-you", 640),
        ["forecast"] = ("forecast", 980),
    };

    public static TheoryData<int, ColorScheme> Looks { get; } =
        new()
        {
            { 1280, ColorScheme.Light },
            { 1280, ColorScheme.Dark },
            { 390, ColorScheme.Light },
            { 390, ColorScheme.Dark },
        };

    [Theory]
    [MemberData(nameof(Looks))]
    public async Task EveryPage_FitsAndIsUsable(int width, ColorScheme colors)
    {
        await using var window = await browser.OpenAsync(demo.Address, width, colors);
        var faults = new List<string>();
        foreach (var (name, path) in Pages)
        {
            await window.GoAsync(demo.Resolve(path));
            await Assertions.Expect(window.Page.Locator("main [aria-busy], main .skeleton")).ToHaveCountAsync(0);
            if (name == "preview")
            {
                await Assertions.Expect(window.Page.GetByRole(AriaRole.Heading, new() { Name = "Invoices to expect" })).ToBeVisibleAsync();
            }

            await window.Page.ScreenshotAsync(
                new() { Path = Screens.File($"{name}-{width}-{colors.ToString().ToLowerInvariant()}"), FullPage = true }
            );
            await window.AssertFitsAsync(name);
            if ((width, colors) == (1280, ColorScheme.Light) && Documented.TryGetValue(name, out var picture))
            {
                await Screens.DocumentAsync(window.Page, picture.Name, picture.Height);
            }

            faults.AddRange((await window.Page.RunAxe()).Violations.Select(violation => $"{name}: {Told(violation)}"));
        }

        Assert.Empty(faults);
        window.AssertQuiet();
    }

    [Fact]
    public async Task PhoneMenu_OpensAndLeads()
    {
        await using var window = await browser.OpenAsync(demo.Address, 390);
        await window.GoAsync("/orders");

        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Menu" }).ClickAsync();
        await Assertions.Expect(window.Page.GetByRole(AriaRole.Link, new() { Name = "Forecast" })).ToBeVisibleAsync();
        await window.Page.ScreenshotAsync(new() { Path = Screens.File("menu-390-light") });
        await window.Page.GetByRole(AriaRole.Link, new() { Name = "Forecast" }).ClickAsync();

        await Assertions.Expect(window.Page.GetByRole(AriaRole.Heading, new() { Name = "Forecast" })).ToBeVisibleAsync();
        await Assertions.Expect(window.Page.GetByRole(AriaRole.Link, new() { Name = "Forecast" })).ToBeHiddenAsync();
        window.AssertQuiet();
    }

    private static string Told(AxeResultItem violation) =>
        $"{violation.Id} ({violation.Impact}): {violation.Help}: {string.Join("; ", violation.Nodes.Take(3).Select(node => node.Html))}";
}
