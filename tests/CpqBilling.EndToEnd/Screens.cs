using Microsoft.Playwright;

namespace CpqBilling.EndToEnd;

/// <summary>Pictures for people to look at: <c>artifacts/screens</c>, and with <c>UPDATE_PICTURES=1</c> those of <c>docs/pictures</c>.</summary>
internal static class Screens
{
    private const int Width = 1280;

    public static string File(string name) => Path.Combine(Artifacts.FullName, "screens", $"{name}.png");

    /// <summary>Keeps what the page shows as a picture of the documentation, when somebody asked for it.</summary>
    /// <param name="height">Below it the picture is cut.</param>
    public static async Task DocumentAsync(IPage page, string name, int height)
    {
        if (Environment.GetEnvironmentVariable("UPDATE_PICTURES") is null)
        {
            return;
        }

        var chromium = await page.Context.NewCDPSessionAsync(page);
        var cut = new Dictionary<string, object>
        {
            ["x"] = 0,
            ["y"] = 0,
            ["width"] = Width,
            ["height"] = height,
            ["scale"] = 1,
        };
        var wanted = new Dictionary<string, object>
        {
            ["format"] = "webp",
            ["quality"] = 80,
            ["captureBeyondViewport"] = true,
            ["clip"] = cut,
        };
        var answer = await chromium.SendAsync("Page.captureScreenshot", wanted);
        var picture = Path.Combine(Artifacts.Parent!.FullName, "docs", "pictures", $"{name}.webp");
        await System.IO.File.WriteAllBytesAsync(picture, answer!.Value.GetProperty("data").GetBytesFromBase64());
    }

    /// <summary>artifacts/bin/CpqBilling.EndToEnd/release → artifacts</summary>
    private static DirectoryInfo Artifacts => new DirectoryInfo(AppContext.BaseDirectory).Parent!.Parent!.Parent!;
}
