using System.Net;

namespace CpqBilling.Sandbox.Stripe.Tests.Faults;

public sealed class RateLimitTests
{
    private static async Task<List<HttpResponseMessage>> BurstAsync(Bench bench, int count, string path = "/v1/account")
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, count).Select(_ => bench.Http.GetAsync(path, Bench.Cancellation)));
        return [.. answers];
    }

    [Fact]
    public async Task Off_AllPass()
    {
        await using var bench = await Bench.StartAsync();
        Assert.All(await BurstAsync(bench, 80), answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
    }

    [Fact]
    public async Task PerSecond_RestIsRefusedWithAReasonAndWithoutRetryAfter()
    {
        await using var bench = await Bench.StartAsync();
        await bench.ControlAsync("rate_limit", new { mode = "5" });
        var refused = (await BurstAsync(bench, 40)).Where(answer => answer.StatusCode == HttpStatusCode.TooManyRequests).ToList();
        Assert.NotEmpty(refused);
        Assert.Equal("global-rate", refused[0].Headers.GetValues("Stripe-Rate-Limited-Reason").Single());
        Assert.Null(refused[0].Headers.RetryAfter);
        await bench.ControlAsync("rate_limit", new { mode = "off" });
        Assert.All(await BurstAsync(bench, 20), answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
    }

    [Fact]
    public async Task RealNumbersFromTheOptions_ReadsAndWritesCountApart()
    {
        await using var bench = await Bench.StartAsync(new StripeSandboxOptions { RateLimit = "real" });
        var refused = (await BurstAsync(bench, 120)).Where(answer => answer.StatusCode == HttpStatusCode.TooManyRequests);
        Assert.NotEmpty(refused);
        using var write = await bench.PostAsync("/v1/customers", "name=Acme");
        Assert.Equal(HttpStatusCode.OK, write.StatusCode);
    }

    [Fact]
    public async Task RefusedRequest_MayComeAgainWithItsKey()
    {
        await using var bench = await Bench.StartAsync();
        await bench.ControlAsync("rate_limit", new { mode = "1" });
        (await bench.PostAsync("/v1/customers", "name=First")).Dispose();
        using var refused = await bench.PostAsync("/v1/customers", "name=Acme", "order-1");
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        await bench.ControlAsync("rate_limit", new { mode = "off" });
        using var answer = await bench.PostAsync("/v1/customers", "name=Acme", "order-1");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.False(answer.Headers.Contains("Idempotent-Replayed"));
    }

    [Fact]
    public async Task SeparateKeys_HaveSeparateLimits()
    {
        await using var bench = await Bench.StartAsync();
        await bench.ControlAsync("rate_limit", new { mode = "1" });
        await BurstAsync(bench, 5);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/account");
        request.Headers.Authorization = new("Bearer", "sk_test_another");
        using var answer = await bench.Http.SendAsync(request, Bench.Cancellation);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task MoreThanTenInvoicesInAMinute_OneSubscriptionIsLimited()
    {
        await using var bench = await Bench.StartAsync(new StripeSandboxOptions { FrozenAt = DateTimeOffset.Parse("2026-01-01T00:00:00Z") });
        var customer = (string)(await bench.PostJsonAsync("/v1/customers", "name=Acme"))["id"]!;
        var product = (string)(await bench.PostJsonAsync("/v1/products", "name=Gold"))["id"]!;
        var price = (string)
            (await bench.PostJsonAsync("/v1/prices", $"product={product}&currency=usd&unit_amount=1000&recurring[interval]=month"))["id"]!;
        var subscription = (string)
            (
                await bench.PostJsonAsync(
                    "/v1/subscriptions",
                    $"customer={customer}&items[0][price]={price}&collection_method=send_invoice&days_until_due=30"
                )
            )["id"]!;
        await bench.ControlAsync("rate_limit", new { mode = "real" });
        for (var i = 0; i < 9; i++)
        {
            await bench.PostJsonAsync("/v1/invoiceitems", $"customer={customer}&subscription={subscription}&amount=100&currency=usd");
            await bench.PostJsonAsync("/v1/invoices", $"customer={customer}&subscription={subscription}");
        }

        using var refused = await bench.PostAsync("/v1/invoices", $"customer={customer}&subscription={subscription}");
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.Equal("resource-specific", refused.Headers.GetValues("Stripe-Rate-Limited-Reason").Single());
    }
}
