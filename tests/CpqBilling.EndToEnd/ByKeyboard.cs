using Microsoft.Playwright;
using Xunit;

namespace CpqBilling.EndToEnd;

/// <summary>Somebody who has no mouse: goes from place to place by Tab, writes, and presses Enter.</summary>
internal sealed class ByKeyboard(IPage page)
{
    private const int FarthestTabs = 150;

    /// <summary>How often something was pressed or chosen, which others would have clicked.</summary>
    public int Pressed { get; private set; }

    public async Task WriteAsync(string label, string text)
    {
        await ReachAsync(page.GetByLabel(label, new() { Exact = true }));
        await page.Keyboard.TypeAsync(text);
    }

    public async Task PressAsync(ILocator target)
    {
        await ReachAsync(target);
        await page.Keyboard.PressAsync("Enter");
        Pressed++;
    }

    /// <summary>The next choice of a list.</summary>
    public async Task ChooseNextAsync(string label)
    {
        await ReachAsync(page.GetByLabel(label, new() { Exact = true }));
        await page.Keyboard.PressAsync("ArrowDown");
        Pressed++;
    }

    private async Task ReachAsync(ILocator target)
    {
        await target.WaitForAsync();
        for (var tabs = 0; tabs <= FarthestTabs; tabs++)
        {
            if (await target.EvaluateAsync<bool>("element => element === document.activeElement"))
            {
                return;
            }

            await page.Keyboard.PressAsync("Tab");
        }

        Assert.Fail($"{target} is not reached by Tab.");
    }
}
