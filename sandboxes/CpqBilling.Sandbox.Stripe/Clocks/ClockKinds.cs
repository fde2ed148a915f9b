namespace CpqBilling.Sandbox.Stripe.Clocks;

/// <summary>Test clocks as a kind of object.</summary>
internal static class ClockKinds
{
    public static readonly Kind<TestClock> TestClock = new()
    {
        Name = "test_helpers.test_clock",
        Prefix = "clock_",
        Fields = ["test_clock"],
        InPreview = PreviewTable.Shared,
        Render = (_, clock) => TestClockJson.Render(clock),
    };

    extension(Account account)
    {
        public Table<TestClock> TestClocks => account.Table<TestClock>();
    }
}
