using System.Net;
using System.Text.RegularExpressions;
using Xunit;

namespace CpqBilling.Cli.Tests;

/// <summary>The pages of a demo over HTTP, as they come before any script runs.</summary>
public sealed class PageTests(DemoFixture demo)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task List_ShowsEveryOrder()
    {
        var page = await PageAsync("/orders");

        foreach (var order in demo.Run.Board.Orders)
        {
            Assert.Contains($"href=\"/orders/{order.Id}\"", page);
        }

        Assert.Contains("SYNC-1018", page);
    }

    [Fact]
    public async Task Overview_SaysWhetherAnythingNeedsAPerson() => Assert.Contains("One order needs you", await PageAsync("/"));

    [Fact]
    public async Task AmendedOrder_ShowsTimelineProrationAndRuns()
    {
        var page = await PageAsync($"/orders/{demo.OrderOf("Contoso")}");

        // Half a year of 1,200.00 for each of five.
        Assert.Contains("3,000.00 proration", page);
        Assert.Contains("added by 00000011", page);
        Assert.Contains("/v1/subscription_schedules/sub_sched_", page);
    }

    [Fact]
    public async Task RejectedOrder_ShowsCodeRemedyAndLines()
    {
        var page = await PageAsync($"/orders/{demo.OrderOf("Woodgrove Bank")}");

        Assert.Contains("SYNC-1018", page);
        Assert.Contains("Use a whole quantity, or set fractionalQuantity to netAmount.", page);
        Assert.Contains("Workspace seat", page);
    }

    [Theory]
    [InlineData("Litware")]
    [InlineData("Woodgrove Bank")]
    [InlineData("Coho Winery")]
    public async Task LinksToTheSandboxes_LeadSomewhere(string customer)
    {
        var page = await PageAsync($"/orders/{demo.OrderOf(customer)}");
        var links = Regex.Matches(page, "href=\"(http[^\"]+)\"").Select(match => WebUtility.HtmlDecode(match.Groups[1].Value)).Distinct().ToList();

        Assert.NotEmpty(links);
        foreach (var link in links)
        {
            using var response = await demo.Http.GetAsync(new Uri(link), Cancellation);
            Assert.True(response.IsSuccessStatusCode, $"{link} answers {response.StatusCode}.");
        }
    }

    [Fact]
    public async Task Schedule_OpensThePageThatShowsIt()
    {
        var page = await PageAsync($"/orders/{demo.OrderOf("Litware")}");
        var schedule = Regex.Match(page, "open/(sub_sched_[A-Za-z0-9]+)\"");

        using var response = await demo.Http.GetAsync(
            new Uri(demo.Run.Sandboxes.StripeAddress, $"/accounts/{AccountIn(page)}/{schedule.Value.TrimEnd('"')}"),
            Cancellation
        );

        Assert.Contains($"id=\"{schedule.Groups[1].Value}\"", await response.Content.ReadAsStringAsync(Cancellation));
    }

    [Theory]
    [InlineData("/nothing-here")]
    [InlineData("/orders/801000000000000AAA")]
    [InlineData("/activity/00000000000000000000000000000000")]
    public async Task UnknownPage_NotFound(string path)
    {
        using var response = await demo.Http.GetAsync(new Uri(demo.Run.Address, path), Cancellation);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    /// <summary>Nobody can sign in yet: what a proxy passes on, or comes by a name of its own, sees nothing.</summary>
    [Theory]
    [InlineData("X-Forwarded-For", "203.0.113.7")]
    [InlineData("Host", "billing.example.com")]
    public async Task RequestFromElsewhere_IsRefused(string header, string value)
    {
        foreach (var path in new[] { "/", "/orders", "/exports/orders.csv", "/_blazor/negotiate" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(demo.Run.Address, path));
            request.Headers.TryAddWithoutValidation(header, value);
            using var response = await demo.Http.SendAsync(request, Cancellation);

            Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        }
    }

    [Theory]
    [InlineData("csv")]
    [InlineData("xlsx")]
    public async Task Export_IsAFile(string format)
    {
        using var response = await demo.Http.GetAsync(new Uri(demo.Run.Address, $"/exports/orders.{format}"), Cancellation);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal($"orders.{format}", response.Content.Headers.ContentDisposition?.FileName);
        Assert.True((await response.Content.ReadAsByteArrayAsync(Cancellation)).Length > 500);
    }

    private static string AccountIn(string page) => Regex.Match(page, "/accounts/(acct_[A-Za-z0-9]+)/").Groups[1].Value;

    private Task<string> PageAsync(string path) => demo.Http.GetStringAsync(new Uri(demo.Run.Address, path), Cancellation);
}
