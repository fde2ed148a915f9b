using CpqBilling.Sandbox.Salesforce.Cpq;

namespace CpqBilling.Cli.Demo;

/// <summary>The story of the demo: contracts of different kinds, one of them amended, one with a mistake in it.</summary>
internal static class DemoDeals
{
    public static IReadOnlyList<Deal> All { get; } =
    [
        new(
            "Northwind Traders",
            "25 seats, monthly",
            async desk => await desk.SellAsync("Northwind Traders", 12, [await desk.LineAsync(DemoProducts.Seat, 25)])
        ),
        new("Contoso", "10 licences, annual", async desk => await desk.SellAsync("Contoso", 12, [await desk.LineAsync(DemoProducts.Licence, 10)])),
        new(
            "Fabrikam",
            "maintenance, quarterly",
            async desk => await desk.SellAsync("Fabrikam", 12, [await desk.LineAsync(DemoProducts.Maintenance, 2)])
        ),
        new(
            "Tailspin Toys",
            "workshops, one-time",
            async desk => await desk.SellAsync("Tailspin Toys", 12, [await desk.LineAsync(DemoProducts.Onboarding, 2)])
        ),
        new(
            "Adventure Works",
            "API calls, by use",
            async desk => await desk.SellAsync("Adventure Works", 12, [await desk.LineAsync(DemoProducts.ApiCalls)])
        ),
        new(
            "Wingtip Toys",
            "150 users, in tiers",
            async desk => await desk.SellAsync("Wingtip Toys", 12, [await desk.LineAsync(DemoProducts.Users, 150)])
        ),
        new(
            "Litware",
            "seats, support, workshop, coupon",
            async desk =>
                await desk.SellAsync(
                    "Litware",
                    12,
                    [
                        await desk.LineAsync(DemoProducts.Seat, 40),
                        await desk.LineAsync(DemoProducts.Support),
                        await desk.LineAsync(DemoProducts.Onboarding),
                    ],
                    new NewCoupon("Launch offer")
                    {
                        PercentOff = 10,
                        Duration = "repeating",
                        DurationInMonths = 3,
                    }
                )
        ),
        new(
            "Proseware",
            "growth plan, two-year ramp",
            async desk => await desk.SellAsync("Proseware", 24, [await desk.RampAsync(DemoProducts.Growth, 5, 8)])
        ),
        new(
            "Coho Winery",
            "hosting, evergreen",
            async desk => await desk.SellFromTodayAsync("Coho Winery", await desk.LineAsync(DemoProducts.Hosting))
        ),
        new(
            "Woodgrove Bank",
            "2.5 seats: a mistake",
            async desk => await desk.SellAsync("Woodgrove Bank", 12, [await desk.LineAsync(DemoProducts.Seat, 2.5m)]),
            Mistake: true
        ),
        new("Contoso", "+5 licences from month 7", async desk => await desk.RaiseAsync("Contoso", 6, DemoProducts.Licence, 15)),
    ];

    /// <summary>An order that waits for its activation, for a look at what it will bill.</summary>
    public static async Task LeaveADraftAsync(SalesDesk desk) =>
        await desk.DraftAsync("Fourth Coffee", await desk.LineAsync(DemoProducts.Seat, 12), await desk.LineAsync(DemoProducts.Onboarding));
}
