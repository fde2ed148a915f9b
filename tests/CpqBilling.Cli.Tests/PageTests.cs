using System.Net;
using Xunit;

namespace CpqBilling.Cli.Tests;

/// <summary>The pages of a demo over HTTP, as they come before any script runs.</summary>
public sealed class PageTests(DemoFixture demo)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task List_ShowsEveryOrder()
    {
        var page = await PageAsync("/");

        foreach (var order in demo.Run.Board.Orders)
        {
            Assert.Contains($"href=\"/orders/{order.Id}\"", page);
        }

        Assert.Contains("12,000.00 USD", page);
        Assert.Contains("SYNC-1018", page);
    }

    [Fact]
    public async Task AmendedOrder_ShowsTimelineProrationAndRuns()
    {
        var page = await PageAsync($"/orders/{demo.OrderOf("Contoso")}");

        Assert.Contains("Platform licence, proration", page);
        // Half a year of 1,200.00 for each of five.
        Assert.Contains("3,000.00 USD", page);
        Assert.Contains("/v1/subscription_schedules/sub_sched_", page);
        Assert.Contains($"{demo.Run.Sandboxes.SalesforceAddress}orders/", page);
    }

    [Fact]
    public async Task RejectedOrder_ShowsCodeAndRemedy()
    {
        var page = await PageAsync($"/orders/{demo.OrderOf("Woodgrove Bank")}");

        Assert.Contains("SYNC-1018", page);
        Assert.Contains("Use a whole quantity, or set fractionalQuantity to netAmount.", page);
    }

    [Fact]
    public async Task Health_Ok() => Assert.Equal("ok", await PageAsync("/healthz"));

    [Fact]
    public async Task LinksToTheSandboxes_LeadSomewhere()
    {
        var page = await PageAsync($"/orders/{demo.OrderOf("Litware")}");
        var links = System
            .Text.RegularExpressions.Regex.Matches(page, "href=\"(http[^\"]+)\"")
            .Select(match => WebUtility.HtmlDecode(match.Groups[1].Value))
            .Distinct()
            .ToList();

        // The order, the schedule, the customer, and both sandboxes.
        Assert.Equal(5, links.Count);
        foreach (var link in links)
        {
            using var response = await demo.Http.GetAsync(new Uri(link), Cancellation);
            Assert.True(response.IsSuccessStatusCode, $"{link} answers {response.StatusCode}.");
        }
    }

    [Fact]
    public async Task UnknownPage_NotFound()
    {
        using var response = await demo.Http.GetAsync(new Uri(demo.Run.Address, "/nothing-here"), Cancellation);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    private Task<string> PageAsync(string path) => demo.Http.GetStringAsync(new Uri(demo.Run.Address, path), Cancellation);
}
