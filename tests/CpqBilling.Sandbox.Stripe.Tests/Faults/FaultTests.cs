using System.Diagnostics;
using System.Net;
using StripeNet = global::Stripe;

namespace CpqBilling.Sandbox.Stripe.Tests.Faults;

public sealed class FaultTests
{
    private static Task<StripeNet.Customer> CreateAsync(Bench bench) =>
        bench.Client.V1.Customers.CreateAsync(new StripeNet.CustomerCreateOptions { Name = "Acme" }, cancellationToken: Bench.Cancellation);

    private static async Task<int> CustomersAsync(Bench bench) => (await bench.GetAsync("/v1/customers"))["data"]!.AsArray().Count;

    [Fact]
    public async Task RateLimit_ClientGivesUpAfterOneAttempt()
    {
        await using var bench = await Bench.StartAsync();
        await bench.ControlAsync(
            "faults",
            new
            {
                kind = "RateLimit",
                method = "POST",
                path = "/v1/customers",
                times = 1,
            }
        );
        var refusal = await Assert.ThrowsAsync<StripeNet.StripeException>(() => CreateAsync(bench));
        Assert.Equal(HttpStatusCode.TooManyRequests, refusal.HttpStatusCode);
        Assert.Equal("rate_limit", refusal.StripeError.Code);
        Assert.Equal("global-rate", refusal.StripeResponse.Headers.GetValues("Stripe-Rate-Limited-Reason").Single());
        Assert.Equal(1, bench.Attempts);
        await CreateAsync(bench);
    }

    [Fact]
    public async Task RateLimitThatAsksForRetry_ClientTriesThreeTimes()
    {
        await using var bench = await Bench.StartAsync();
        await bench.ControlAsync(
            "faults",
            new
            {
                kind = "RateLimit",
                path = "/v1/customers",
                headers = new Dictionary<string, string> { ["Stripe-Should-Retry"] = "true" },
            }
        );
        await Assert.ThrowsAsync<StripeNet.StripeException>(() => CreateAsync(bench));
        Assert.Equal(3, bench.Attempts);
    }

    [Fact]
    public async Task StoredError_OneAttemptAndTheSameAnswerAgain()
    {
        await using var bench = await Bench.StartAsync();
        await bench.ControlAsync(
            "faults",
            new
            {
                kind = "Error",
                stored = true,
                times = 1,
            }
        );
        var options = new StripeNet.RequestOptions { IdempotencyKey = "order-1" };
        for (var repeat = 1; repeat <= 2; repeat++)
        {
            var refusal = await Assert.ThrowsAsync<StripeNet.StripeException>(() =>
                bench.Client.V1.Customers.CreateAsync(new StripeNet.CustomerCreateOptions { Name = "Acme" }, options, Bench.Cancellation)
            );
            Assert.Equal(HttpStatusCode.InternalServerError, refusal.HttpStatusCode);
            Assert.Equal(repeat, bench.Attempts);
        }

        Assert.Equal(0, await CustomersAsync(bench));
    }

    [Fact]
    public async Task PassingError_ClientRetriesAndSucceeds()
    {
        await using var bench = await Bench.StartAsync();
        await bench.ControlAsync(
            "faults",
            new
            {
                kind = "Error",
                status = 503,
                times = 2,
            }
        );
        await CreateAsync(bench);
        Assert.Equal(3, bench.Attempts);
        Assert.Equal(1, await CustomersAsync(bench));
    }

    [Theory]
    [InlineData("LostAnswer")]
    [InlineData("Dropped")]
    [InlineData("Conflict")]
    [InlineData("LockTimeout")]
    public async Task BrokenOnce_ClientRetryMakesOneObject(string kind)
    {
        await using var bench = await Bench.StartAsync();
        await bench.ControlAsync(
            "faults",
            new
            {
                kind,
                method = "POST",
                times = 1,
            }
        );
        var customer = await CreateAsync(bench);
        Assert.Equal(2, bench.Attempts);
        Assert.Equal(1, await CustomersAsync(bench));
        Assert.Equal(customer.Id, (await bench.GetAsync("/v1/customers"))["data"]![0]!["id"]!.GetValue<string>());
    }

    [Fact]
    public async Task LostAnswer_RetryReplaysTheStoredOne()
    {
        await using var bench = await Bench.StartAsync();
        await bench.ControlAsync(
            "faults",
            new
            {
                kind = "LostAnswer",
                method = "POST",
                times = 1,
            }
        );
        await Assert.ThrowsAsync<HttpRequestException>(() => bench.PostAsync("/v1/customers", "name=Acme", "order-1"));
        using var replay = await bench.PostAsync("/v1/customers", "name=Acme", "order-1");
        Assert.Equal("true", replay.Headers.GetValues("Idempotent-Replayed").Single());
        var created = (await bench.GetAsync("/v1/events?type=customer.created"))["data"]!.AsArray();
        Assert.Single(created);
    }

    [Fact]
    public async Task LatencyAndSlowBody_TakeTheirTime()
    {
        await using var bench = await Bench.StartAsync();
        await bench.ControlAsync(
            "faults",
            new
            {
                kind = "Latency",
                path = "/v1/account",
                milliseconds = 150,
                times = 1,
            }
        );
        var started = Stopwatch.GetTimestamp();
        await bench.GetAsync("/v1/account");
        Assert.True(Stopwatch.GetElapsedTime(started) >= TimeSpan.FromMilliseconds(145));
        await bench.ControlAsync(
            "faults",
            new
            {
                kind = "SlowBody",
                path = "/v1/account",
                milliseconds = 150,
                times = 1,
            }
        );
        started = Stopwatch.GetTimestamp();
        Assert.Equal("account", (await bench.GetAsync("/v1/account"))["object"]!.GetValue<string>());
        Assert.True(Stopwatch.GetElapsedTime(started) >= TimeSpan.FromMilliseconds(130));
    }

    [Fact]
    public async Task Rate_SameSeedMeetsTheSameRequests()
    {
        await using var bench = await Bench.StartAsync();
        var runs = new List<string>();
        for (var run = 0; run < 2; run++)
        {
            await bench.ControlAsync("faults/seed", new { seed = 7 });
            var fault = await bench.ControlAsync(
                "faults",
                new
                {
                    kind = "Error",
                    path = "/v1/account",
                    rate = 0.5,
                }
            );
            var seen = "";
            for (var i = 0; i < 20; i++)
            {
                using var response = await bench.Http.GetAsync("/v1/account", Bench.Cancellation);
                seen += response.IsSuccessStatusCode ? "." : "x";
            }

            runs.Add(seen);
            await bench.Http.DeleteAsync($"/_sandbox/faults/{fault["id"]}", Bench.Cancellation);
        }

        Assert.Equal(runs[0], runs[1]);
        Assert.Contains("x", runs[0]);
        Assert.Contains(".", runs[0]);
    }

    [Fact]
    public async Task AfterAndOtherPaths_ArePassed()
    {
        await using var bench = await Bench.StartAsync();
        await bench.ControlAsync(
            "faults",
            new
            {
                kind = "Error",
                method = "GET",
                path = "/v1/account",
                after = 1,
                times = 1,
            }
        );
        await bench.GetAsync("/v1/customers");
        await bench.GetAsync("/v1/account");
        using var met = await bench.Http.GetAsync("/v1/account", Bench.Cancellation);
        Assert.Equal(HttpStatusCode.InternalServerError, met.StatusCode);
        await bench.GetAsync("/v1/account");
        var rule = (await bench.GetAsync("/_sandbox/faults"))[0]!;
        Assert.Equal(1, rule["met"]!.GetValue<int>());
    }
}
