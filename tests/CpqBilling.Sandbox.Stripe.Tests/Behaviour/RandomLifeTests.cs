namespace CpqBilling.Sandbox.Stripe.Tests.Behaviour;

/// <summary>Random lives of schedules: whatever clients ask for, the books add up and nothing breaks.</summary>
[Collection(SandboxTests.Name)]
public sealed class RandomLifeTests(SandboxFixture fixture)
{
    private static readonly string[] Behaviors = ["create_prorations", "always_invoice", "none"];
    private static readonly string[] Prices = ["{M10}", "{M20}", "{M50}", "{U2}", "{Y120}"];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public async Task BooksAddUp(int seed)
    {
        var random = new Random(seed);
        var isFlexible = seed % 2 == 0;
        using var world = await World.StartAsync(fixture);
        var coupon = await world.CouponAsync("percent_off=10&duration=repeating&duration_in_months=2");
        var schedule = await world.ScheduleAsync(
            Phases(random, isFlexible, 0, random.Next(1, 4), coupon),
            $"end_behavior={(random.Next(2) == 0 ? "cancel" : "release")}&billing_mode[type]={(isFlexible ? "flexible" : "classic")}&start_date={World.At("2026-01-01") - (random.Next(3) * 20 * 86_400)}"
        );
        var day = new DateTime(2026, 1, 1);
        for (var step = 0; step < 6; step++)
        {
            day = day.AddDays(random.Next(1, 40)).AddHours(random.Next(24));
            await world.AdvanceAsync(day.ToString("yyyy-MM-ddTHH:mm:ss"));
            await UseAsync(world, random);
            schedule = await world.GetAsync($"/v1/subscription_schedules/{schedule["id"]}");
            if ((string?)schedule["status"] != "active")
            {
                break;
            }

            await AmendAsync(world, schedule, random, isFlexible, coupon);
            await CheckAsync(world, seed);
        }

        await world.AdvanceAsync(day.AddDays(70).ToString("yyyy-MM-ddTHH:mm:ss"));
        await CheckAsync(world, seed);
    }

    private static async Task AmendAsync(World world, JsonObject schedule, Random random, bool isFlexible, string coupon)
    {
        var start = schedule["current_phase"]!["start_date"];
        var path = $"/v1/subscription_schedules/{schedule["id"]}";
        var form = random.Next(4) switch
        {
            0 =>
                $"phases[0][start_date]={start}&phases[0][end_date]=now&{Items(random, isFlexible, 0)}&phases[1][start_date]=now&{Phases(random, isFlexible, 1, 1, coupon)}",
            1 => $"phases[0][start_date]={start}&{Phases(random, isFlexible, 0, 2, coupon)}",
            2 => "end_behavior=cancel",
            _ =>
                $"phases[0][start_date]={start}&phases[0][end_date]={World.At(world.Now) + (random.Next(1, 50) * 86_400)}&{Items(random, isFlexible, 0)}",
        };
        var reply = await world.Api.SendAsync(HttpMethod.Post, path, await world.ExpandAsync($"{form}&proration_behavior={Pick(random, Behaviors)}"));
        // A phase may be asked to end before now, and is then refused; nothing may fail.
        Assert.True((int)reply.Status < 500, reply.Body.ToJsonString());
    }

    private static string Phases(Random random, bool isFlexible, int first, int count, string coupon) =>
        string.Join(
            "&",
            Enumerable
                .Range(first, count)
                .Select(index =>
                    $"{Items(random, isFlexible, index)}&phases[{index}][duration][interval]={Pick(random, ["month", "day", "week"])}&phases[{index}][duration][interval_count]={random.Next(25, 60) / (random.Next(3) + 1)}"
                    + $"&phases[{index}][proration_behavior]={Pick(random, Behaviors)}"
                    + (random.Next(3) == 0 ? $"&phases[{index}][billing_cycle_anchor]=phase_start" : "")
                    + (random.Next(3) == 0 ? $"&phases[{index}][add_invoice_items][0][price]={{S500}}" : "")
                    + (random.Next(3) == 0 ? $"&phases[{index}][discounts][0][coupon]={coupon}" : "")
                )
        );

    private static string Items(Random random, bool isFlexible, int phase)
    {
        var chosen = Prices.Take(isFlexible ? 5 : 4).OrderBy(_ => random.Next()).Take(random.Next(1, 4)).ToList();
        return string.Join(
            "&",
            chosen.Select(
                (price, index) =>
                    $"phases[{phase}][items][{index}][price]={price}"
                    + (price == "{U2}" ? "" : $"&phases[{phase}][items][{index}][quantity]={random.Next(0, 9)}")
            )
        );
    }

    private static async Task UseAsync(World world, Random random)
    {
        await world.PriceAsync("U2");
        await world.UseAsync(random.Next(100), world.Now);
    }

    private static async Task CheckAsync(World world, int seed)
    {
        foreach (var invoice in await world.InvoicesAsync())
        {
            var lines = await LinesAsync(world, invoice);
            var net = lines.Sum(line => (long)line["amount"]! - line["discount_amounts"]!.AsArray().Sum(taken => (long)taken!["amount"]!));
            Assert.True(net == (long)invoice["total"]!, $"seed {seed}: {invoice["id"]} has lines of {net} and a total of {invoice["total"]}");
            Assert.All(lines, line => Assert.True((long)line["period"]!["start"]! <= (long)line["period"]!["end"]!));
        }

        var subscription = await world.SubscriptionAsync();
        if ((string?)subscription["status"] != "canceled")
        {
            Assert.All(
                subscription["items"]!["data"]!.AsArray(),
                item => Assert.InRange(World.At(world.Now), (long)item!["current_period_start"]!, (long)item["current_period_end"]! - 1)
            );
        }

        foreach (var schedule in (await world.GetAsync("/v1/subscription_schedules", $"customer={world.Customer}"))["data"]!.AsArray())
        {
            var phases = schedule!["phases"]!.AsArray();
            Assert.All(phases.Zip(phases.Skip(1)), pair => Assert.Equal((long?)pair.First!["end_date"], (long?)pair.Second!["start_date"]));
        }
    }

    private static async Task<List<JsonObject>> LinesAsync(World world, JsonObject invoice) =>
        [.. (await world.GetAsync($"/v1/invoices/{invoice["id"]}/lines", "limit=100"))["data"]!.AsArray().Select(line => line!.AsObject())];

    private static T Pick<T>(Random random, T[] choices) => choices[random.Next(choices.Length)];
}
