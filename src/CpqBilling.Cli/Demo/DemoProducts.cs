using CpqBilling.Sandbox.Salesforce.Cpq;

namespace CpqBilling.Cli.Demo;

/// <summary>What the sales team of the demo has to sell: one product of every kind.</summary>
internal static class DemoProducts
{
    public static NewProduct Seat { get; } = new("Workspace seat", "SEAT", 30) { BillingFrequency = "Monthly", SubscriptionTermMonths = 1 };

    public static NewProduct Support { get; } = new("Premium support", "SUPPORT", 200) { BillingFrequency = "Monthly", SubscriptionTermMonths = 1 };

    public static NewProduct Licence { get; } = new("Platform licence", "LICENCE", 1200) { BillingFrequency = "Annual", SubscriptionTermMonths = 12 };

    public static NewProduct Maintenance { get; } =
        new("Maintenance", "MAINTENANCE", 900) { BillingFrequency = "Quarterly", SubscriptionTermMonths = 3 };

    public static NewProduct Onboarding { get; } = new("Onboarding workshop", "ONBOARDING", 1500) { Kind = ProductKind.OneTime };

    public static NewProduct ApiCalls { get; } =
        new("API calls", "API-CALLS", 0.02m)
        {
            BillingFrequency = "Monthly",
            SubscriptionTermMonths = 1,
            BillingType = "Arrears",
        };

    /// <summary>The first 100 users cost 8.00 each, every further one 6.00.</summary>
    public static NewProduct Users { get; } =
        new("Users", "USERS", 8)
        {
            BillingFrequency = "Monthly",
            SubscriptionTermMonths = 1,
            Usage = new NewUsageSchedule("Slab", [new NewRate(0, 100, 8), new NewRate(100, null, 6)]),
        };

    public static NewProduct Growth { get; } = new("Growth plan", "GROWTH", 2400) { BillingFrequency = "Annual", Segments = SegmentLength.Year };

    public static NewProduct Hosting { get; } = new("Hosting", "HOSTING", 49) { Kind = ProductKind.Evergreen, BillingFrequency = "Monthly" };
}
