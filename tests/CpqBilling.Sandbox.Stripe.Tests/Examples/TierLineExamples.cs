namespace CpqBilling.Sandbox.Stripe.Tests.Examples;

/// <summary>A graduated charge shows one line for each step it reaches and one for each flat fee; the sums stay those of one charge.</summary>
[Collection(SandboxTests.Name)]
public sealed class TierLineExamples(SandboxFixture fixture)
{
    private const string Steps = """
        billing_scheme=tiered&recurring[interval]=month&tiers[0][up_to]=5&tiers[0][unit_amount]=500&tiers[0][flat_amount]=1000&
        tiers[1][up_to]=10&tiers[1][unit_amount]=400&tiers[1][flat_amount]=2000&tiers[2][up_to]=inf&tiers[2][unit_amount]=300&
        tiers[2][flat_amount]=3000&tiers_mode=
        """;

    private const string Year = "phases[0][duration][interval]=year&phases[0][items][0][price]=";

    [Fact]
    public async Task Graduated_OneLineForEachStepAndFlatFee()
    {
        using var world = await World.StartAsync(fixture);
        await world.DefineAsync("Gold", Steps + "graduated");
        await world.ScheduleAsync($"{Year}{{Gold}}&phases[0][items][0][quantity]=12");
        var invoice = (await world.InvoicesAsync()).Single();
        Assert.Equal(11100, (long)invoice["total"]!);
        Assert.Equal(
            """
            5 × Gold (Tier 1 at $5.00 / month): 5 × 500 = 2500
            Gold (Tier 1 flat fee at $10.00 / month): 0 × 1000 = 1000
            5 × Gold (Tier 2 at $4.00 / month): 5 × 400 = 2000
            Gold (Tier 2 flat fee at $20.00 / month): 0 × 2000 = 2000
            2 × Gold (Tier 3 at $3.00 / month): 2 × 300 = 600
            Gold (Tier 3 flat fee at $30.00 / month): 0 × 3000 = 3000
            """,
            Shown(invoice)
        );
    }

    [Fact]
    public async Task Volume_StaysOneLine()
    {
        using var world = await World.StartAsync(fixture);
        await world.DefineAsync("Gold", Steps + "volume");
        await world.ScheduleAsync($"{Year}{{Gold}}&phases[0][items][0][quantity]=12");
        Assert.Equal("6600 [2026-01-01, 2026-02-01)", await world.LinesOfAsync(0)); // 12 × 300 + 3000
    }

    [Fact]
    public async Task Discounts_AreThoseOfTheWholeCharge()
    {
        using var world = await World.StartAsync(fixture);
        await world.DefineAsync("Gold", Steps + "graduated");
        var coupon = await world.CouponAsync("percent_off=3.3&duration=forever");
        await world.ScheduleAsync($"{Year}{{Gold}}&phases[0][items][0][quantity]=12&phases[0][discounts][0][coupon]={coupon}");
        var invoice = (await world.InvoicesAsync()).Single();
        Assert.Equal(10734, (long)invoice["total"]!); // 3.3 % of 11100 is 366.3; line by line 83 + 33 + 66 + 66 + 20 + 99 would be 367
        Assert.Equal([82L, 33, 66, 66, 20, 99], invoice["lines"]!["data"]!.AsArray().Select(line => (long)line!["discount_amounts"]![0]!["amount"]!));
    }

    [Fact]
    public async Task PartOfAPeriod_SharesAddUp()
    {
        using var world = await World.StartAsync(fixture);
        await world.DefineAsync(
            "Gold",
            "billing_scheme=tiered&recurring[interval]=month&tiers_mode=graduated&tiers[0][up_to]=5&tiers[0][unit_amount]=700&tiers[1][up_to]=inf&tiers[1][unit_amount]=650"
        );
        await world.ScheduleAsync("phases[0][items][0][price]={Gold}&phases[0][items][0][quantity]=6&phases[0][end_date]=@2026-01-16");
        // 4150 × 15/31 = 2008.06; 2008 × 3500/4150 = 1693.5 and the rest.
        Assert.Equal("1693 [2026-01-01, 2026-01-16), 315 [2026-01-01, 2026-01-16)", await world.LinesOfAsync(0));
        Assert.Equal("2026-01-01 2008", await world.BillsAsync());
    }

    [Fact]
    public async Task Usage_ShowsTheStepsItReached()
    {
        using var world = await World.StartAsync(fixture);
        await world.DefineAsync(
            "Calls",
            $"billing_scheme=tiered&recurring[interval]=month&recurring[usage_type]=metered&recurring[meter]={await world.MeterAsync()}&tiers_mode=graduated&tiers[0][up_to]=100000&tiers[0][unit_amount]=0&tiers[1][up_to]=inf&tiers[1][unit_amount_decimal]=0.1"
        );
        await world.ScheduleAsync($"{Year}{{Calls}}");
        await world.UseAsync(150_000, "2026-01-01");
        await world.AdvanceAsync("2026-02-01");
        var invoice = (await world.InvoicesAsync()).Single();
        Assert.Equal(
            """
            100000 × Calls (Tier 1 at $0.00 / month): 100000 × 0 = 0
            50000 × Calls (Tier 2 at $0.001 / month): 50000 × 0.1 = 5000
            """,
            Shown(invoice)
        );
    }

    [Fact]
    public async Task LinesOfTheirOwn_PageAndCountLikeShown()
    {
        using var world = await World.StartAsync(fixture);
        await world.DefineAsync("Gold", Steps + "graduated");
        await world.ScheduleAsync($"{Year}{{Gold}}&phases[0][items][0][quantity]=12&phases[0][items][1][price]={{M10}}");
        var invoice = (await world.InvoicesAsync()).Single();
        var first = await world.GetAsync($"/v1/invoices/{invoice["id"]}/lines", "limit=4");
        Assert.Equal((4, true), (first["data"]!.AsArray().Count, (bool)first["has_more"]!));
        var rest = await world.GetAsync($"/v1/invoices/{invoice["id"]}/lines", $"starting_after={first["data"]![3]!["id"]}");
        Assert.Equal((3, false), (rest["data"]!.AsArray().Count, (bool)rest["has_more"]!));
        Assert.Equal(12100, first["data"]!.AsArray().Concat(rest["data"]!.AsArray()).Sum(line => (long)line!["amount"]!));
        Assert.Equal(7, first["data"]!.AsArray().Concat(rest["data"]!.AsArray()).Select(line => (string)line!["id"]!).Distinct().Count());
    }

    private static string Shown(JsonObject invoice) =>
        string.Join(
            "\n",
            invoice["lines"]!["data"]!
                .AsArray()
                .Select(line => $"{line!["description"]}: {line["quantity"]} × {line["pricing"]!["unit_amount_decimal"]} = {line["amount"]}")
        );
}
