using Microsoft.Playwright;
using Xunit;

namespace CpqBilling.EndToEnd;

/// <summary>A window that notes what a page must never do: ask another host, break its own rules for scripts, write errors.</summary>
public sealed class Window : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly List<string> _complaints = [];

    internal Window(IBrowserContext context, IPage page, Uri home)
    {
        _context = context;
        Page = page;
        page.Request += (_, request) =>
        {
            if (new Uri(request.Url) is { Scheme: not ("data" or "blob") } asked && asked.Authority != home.Authority)
            {
                _complaints.Add($"asks {asked}");
            }
        };
        page.Console += (_, message) =>
        {
            if (message.Type == "error" && !IsExpected(message.Text))
            {
                _complaints.Add(message.Text);
            }
        };
        page.PageError += (_, error) => _complaints.Add(error);
    }

    public IPage Page { get; }

    /// <summary>Statuses that a test brings about on purpose.</summary>
    public bool Expects404 { get; set; }

    /// <summary>Part of what a library of others writes when our policy stops something that it only tries.</summary>
    public string? StoppedByPolicy { get; set; }

    /// <summary>Goes to a page and waits until it answers clicks.</summary>
    public async Task GoAsync(string path)
    {
        await Page.GotoAsync(path, new() { WaitUntil = WaitUntilState.NetworkIdle });
        await Page.Locator("body[data-ready]").WaitForAsync();
    }

    public void AssertQuiet() => Assert.Empty(_complaints);

    public async Task AssertFitsAsync(string what) =>
        Assert.True(
            await Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= document.documentElement.clientWidth"),
            $"{what} is wider than the window."
        );

    public async ValueTask DisposeAsync() => await _context.DisposeAsync();

    private bool IsExpected(string text) =>
        (Expects404 && text.Contains("404", StringComparison.Ordinal))
        || (StoppedByPolicy is { } tried && text.Contains(tried, StringComparison.Ordinal));
}
