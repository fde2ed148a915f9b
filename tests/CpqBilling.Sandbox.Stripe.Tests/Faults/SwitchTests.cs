using System.Net;
using CpqBilling.Sandbox.Stripe.Tests.Webhooks;

namespace CpqBilling.Sandbox.Stripe.Tests.Faults;

/// <summary>Switches for what tests want to provoke or no source settles.</summary>
public sealed class SwitchTests
{
    private static readonly StripeSandboxOptions Frozen = new() { FrozenAt = DateTimeOffset.FromUnixTimeSeconds(1_767_225_600) };

    [Fact]
    public async Task AClockThatFails_SaysSoAndStopsForGood()
    {
        await using var bench = await Bench.StartAsync();
        await bench.ControlAsync("decisions", new { clocksFail = true });
        var clock = (string)(await bench.PostJsonAsync("/v1/test_helpers/test_clocks", "frozen_time=1767225600"))["id"]!;
        await bench.PostJsonAsync($"/v1/test_helpers/test_clocks/{clock}/advance", "frozen_time=1767229200");
        var status = "advancing";
        while (status == "advancing")
        {
            status = (string)(await bench.GetAsync($"/v1/test_helpers/test_clocks/{clock}"))["status"]!;
        }

        Assert.Equal("internal_failure", status);
        var events = await bench.GetAsync("/v1/events?type=test_helpers.test_clock.internal_failure");
        Assert.Single(events["data"]!.AsArray());
        await bench.ControlAsync("decisions", new { clocksFail = false });
        using var again = await bench.PostAsync($"/v1/test_helpers/test_clocks/{clock}/advance", "frozen_time=1767229200");
        Assert.Equal(HttpStatusCode.BadRequest, again.StatusCode);
    }

    [Fact]
    public async Task KeysOfTheirOwnKind_AreRefused()
    {
        await using var bench = await Bench.StartAsync();
        await bench.ControlAsync(
            "decisions",
            new
            {
                expiredKeys = new[] { "sk_test_old_00000001" },
                keyPermissions = new Dictionary<string, string[]> { ["rk_test_few_00000001"] = ["/v1/customers"] },
            }
        );
        using var old = new Api(bench.Sandbox.Address, "sk_test_old_00000001");
        var refusal = await old.GetRefusedAsync("/v1/customers");
        Assert.Equal((401, "api_key_expired"), (refusal.Status, refusal.Code));
        using var few = new Api(bench.Sandbox.Address, "rk_test_few_00000001");
        await few.GetAsync("/v1/customers");
        refusal = await few.GetRefusedAsync("/v1/invoices");
        Assert.Equal(403, refusal.Status);
        Assert.Contains("does not have the required permissions", refusal.Message);
    }

    [Fact]
    public async Task TheAccountsVersion_IsThatOfRequestsWithoutOneAndOfEvents()
    {
        await using var bench = await Bench.StartAsync();
        await bench.ControlAsync("decisions", new { defaultVersion = "2026-07-29.dahlia" });
        using var reply = await bench.PostAsync("/v1/customers", "name=A");
        Assert.Equal("2026-07-29.dahlia", reply.Headers.GetValues("Stripe-Version").Single());
        Assert.Equal("2026-07-29.dahlia", (string?)(await bench.GetAsync("/v1/events"))["data"]![0]!["api_version"]);
    }

    [Theory]
    [InlineData(0, "open")]
    [InlineData(4, "draft")]
    public async Task FinalisationMayWaitForTheReceiver(int refusals, string status)
    {
        await using var bench = await Bench.StartAsync(Frozen);
        await using var receiver = await Receiver.StartAsync();
        receiver.Refusals = refusals;
        await bench.ControlAsync("decisions", new { finalizationWaitsForWebhooks = true });
        await bench.ControlAsync("webhooks", new { retryDelaysMilliseconds = new[] { 1, 1, 1 } });
        await bench.PostJsonAsync("/v1/webhook_endpoints", $"url={receiver.Url}&enabled_events[0]=invoice.created");
        var customer = (await bench.PostJsonAsync("/v1/customers", "name=A"))["id"];
        await bench.PostJsonAsync("/v1/invoiceitems", $"customer={customer}&amount=100&currency=usd");
        var invoice = (
            await bench.PostJsonAsync(
                "/v1/invoices",
                $"customer={customer}&pending_invoice_items_behavior=include&auto_advance=true&collection_method=send_invoice&days_until_due=9"
            )
        )["id"];
        await bench.ControlAsync("webhooks/settle", new { });
        await bench.ControlAsync("clock/advance", new { to = "2026-01-03T00:00:00Z" });
        Assert.Equal(status, (string?)(await bench.GetAsync($"/v1/invoices/{invoice}"))["status"]);
        await bench.ControlAsync("clock/advance", new { to = "2026-01-04T00:00:01Z" });
        Assert.Equal("open", (string?)(await bench.GetAsync($"/v1/invoices/{invoice}"))["status"]);
    }

    [Fact]
    public async Task EventsMayCarryTheTimeOfTheWall()
    {
        await using var bench = await Bench.StartAsync(Frozen);
        await bench.PostJsonAsync("/v1/customers", "name=A");
        Assert.Equal(1_767_225_600, (long)(await bench.GetAsync("/v1/events"))["data"]![0]!["created"]!);
        await bench.ControlAsync("decisions", new { eventsCarryClockTime = false });
        await bench.PostJsonAsync("/v1/customers", "name=B");
        var created = (await bench.GetAsync("/v1/events"))["data"]!.AsArray().Select(record => (long)record!["created"]!).ToList();
        Assert.Contains(created, at => at != 1_767_225_600);
    }

    [Theory]
    [InlineData("past_due", "past_due", "active")]
    [InlineData("unpaid", "unpaid", "active")]
    [InlineData("canceled", "canceled", "canceled")]
    public async Task AfterTheLastAttempt_ThePolicyDecides(string policy, string status, string schedule)
    {
        await using var bench = await Bench.StartAsync(Frozen);
        await bench.ControlAsync("decisions", new { afterLastRetry = policy });
        var price = await PriceAsync(bench);
        var customer = (await bench.PostJsonAsync("/v1/customers", "name=A"))["id"];
        await bench.PostJsonAsync("/v1/subscription_schedules", $"customer={customer}&start_date=now&{Year(price)}");
        await bench.ControlAsync("clock/advance", new { to = "2026-01-20T00:00:00Z" }); // an hour, then 3, 5 and 7 days
        var invoice = (await bench.GetAsync("/v1/invoices"))["data"]!.AsArray().Single()!;
        Assert.Equal((4, "open"), ((long)invoice["attempt_count"]!, (string?)invoice["status"]));
        Assert.Equal(status, (string?)(await bench.GetAsync("/v1/subscriptions?status=all"))["data"]![0]!["status"]);
        Assert.Equal(schedule, (string?)(await bench.GetAsync("/v1/subscription_schedules"))["data"]![0]!["status"]);
        var aborted = (await bench.GetAsync("/v1/events?type=subscription_schedule.aborted"))["data"]!.AsArray().Count;
        Assert.Equal(policy == "canceled" ? 1 : 0, aborted);
    }

    [Theory]
    [InlineData("released", "released_at", "completed_at")]
    [InlineData("completed", "completed_at", "released_at")]
    public async Task AScheduleThatReleases_EndsInTheChosenStatus(string status, string set, string unset)
    {
        await using var bench = await Bench.StartAsync(Frozen);
        await bench.ControlAsync("decisions", new { statusAfterRelease = status });
        var price = await PriceAsync(bench);
        var customer = (await bench.PostJsonAsync("/v1/customers", "name=A"))["id"];
        await bench.PostJsonAsync("/v1/subscription_schedules", $"customer={customer}&start_date=now&{Year(price)}");
        await bench.ControlAsync("clock/advance", new { to = "2027-01-01T00:00:00Z" });
        var schedule = (await bench.GetAsync("/v1/subscription_schedules"))["data"]![0]!;
        Assert.Equal((status, 1_798_761_600L), ((string?)schedule["status"], (long)schedule[set]!));
        Assert.Null(schedule[unset]);
    }

    [Fact]
    public async Task MoreSubscriptionsThanACustomerMayHave_AreRefused()
    {
        await using var bench = await Bench.StartAsync(Frozen);
        await bench.ControlAsync("decisions", new { mostSubscriptionsPerCustomer = 1 });
        var price = await PriceAsync(bench);
        var customer = (await bench.PostJsonAsync("/v1/customers", "name=A"))["id"];
        await bench.PostJsonAsync("/v1/subscription_schedules", $"customer={customer}&{Year(price)}");
        using var second = await bench.PostAsync("/v1/subscription_schedules", $"customer={customer}&{Year(price)}");
        Assert.Equal(HttpStatusCode.BadRequest, second.StatusCode);
        Assert.Contains("customer_max_subscriptions", await second.Content.ReadAsStringAsync(Bench.Cancellation));
    }

    [Theory]
    [InlineData(false, "109808")]
    [InlineData(true, "120000")]
    public async Task AnIntervalChangeInFlexibleBilling_MovesTheAnchorByChoice(bool moves, string total)
    {
        await using var bench = await Bench.StartAsync(Frozen);
        await bench.ControlAsync("decisions", new { intervalChangeMovesFlexibleAnchor = moves });
        var month = await PriceAsync(bench);
        var year = (string)
            (await bench.PostJsonAsync("/v1/prices", "product_data[name]=Y&currency=usd&unit_amount=120000&recurring[interval]=year"))["id"]!;
        var customer = (await bench.PostJsonAsync("/v1/customers", "name=A"))["id"];
        await bench.PostJsonAsync(
            "/v1/subscription_schedules",
            $"customer={customer}&start_date=now&phases[0][items][0][price]={month}&phases[0][duration][interval]=month&phases[1][items][0][price]={year}&phases[1][duration][interval]=year"
        );
        await bench.ControlAsync("clock/advance", new { to = "2026-02-01T00:00:00Z" });
        Assert.Equal(total, $"{(await bench.GetAsync("/v1/invoices?limit=1"))["data"]![0]!["total"]}");
    }

    [Fact]
    public async Task AmountsAboveEightDigits_AreTooLarge()
    {
        await using var bench = await Bench.StartAsync();
        await bench.PostJsonAsync("/v1/prices", "product_data[name]=Y&currency=usd&unit_amount=99999999");
        using var refused = await bench.PostAsync("/v1/prices", "product_data[name]=Y&currency=usd&unit_amount=100000000");
        Assert.Contains("amount_too_large", await refused.Content.ReadAsStringAsync(Bench.Cancellation));
    }

    private static string Year(string price) => $"phases[0][items][0][price]={price}&phases[0][duration][interval]=year";

    private static async Task<string> PriceAsync(Bench bench) =>
        (string)(await bench.PostJsonAsync("/v1/prices", "product_data[name]=M&currency=usd&unit_amount=10000&recurring[interval]=month"))["id"]!;
}
