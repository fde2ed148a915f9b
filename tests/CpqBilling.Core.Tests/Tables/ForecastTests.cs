using CpqBilling.Core.Forecast;
using CpqBilling.Core.Tests.Scenarios;
using CpqBilling.Core.Translation;

namespace CpqBilling.Core.Tests.Tables;

/// <summary>The invoices told for contracts of the scenarios; totals in cents, worked out by hand.</summary>
public sealed class ForecastTests
{
    [Theory]
    // 120.00 for the first year, halved; the remainder of 60.00 comes after the coupon's three months.
    [InlineData("Coupons/Repeating_NotOnALaterRemainder", "2025-01-15 6000, 2026-01-15 6000")]
    // 120.00 a year; 2 x 10.00 for the month the seats join in, then 20.00 a month.
    [InlineData(
        "Initial/MixedFrequencies_JoinsBetweenBills",
        "2025-01-15 12000, 2025-04-15 2000, 2025-05-15 2000, 2025-06-15 2000, 2025-07-15 2000, 2025-08-15 2000, 2025-09-15 2000, 2025-10-15 2000, 2025-11-15 2000, 2025-12-15 2000"
    )]
    // 10.00 x (1 + 2 + ... + 12), all of it on the day of the sync.
    [InlineData("Ramps/TwelvePhases_ElevenInThePast", "2025-12-20 78000")]
    // The half year was billed when it began; its new end takes nothing away.
    [InlineData("Terminations/InsideTheLastPartPeriod_NothingMore", "2025-01-15 12000, 2026-01-15 6000")]
    [InlineData("Terminations/ShortFirstTerm_HasBeenCharged", "2025-01-15 9000")]
    // Two units, one of them back for half a year.
    [InlineData("Credits/ThenTerminated_CreditStays", "2025-01-15 24000, 2025-07-15 -6000")]
    // Taken over in its eleventh month: what the other system billed is not told; three licences more for half a year on their day.
    [InlineData("Migration/Annual_ThenAmended", "2025-02-15 18000")]
    // 50.00 less 10 % of the line's own coupon, less 5.00 of the order's.
    [InlineData("OneTime/Only_WithCoupons", "2025-01-01 4000")]
    // 15.00 a month and, once, 50.00.
    [InlineData(
        "Evergreen/Today_WithOneTimeLine",
        "2025-01-15 6500, 2025-02-15 1500, 2025-03-15 1500, 2025-04-15 1500, 2025-05-15 1500, 2025-06-15 1500, 2025-07-15 1500, 2025-08-15 1500, 2025-09-15 1500, 2025-10-15 1500, 2025-11-15 1500, 2025-12-15 1500"
    )]
    // 5.00 more from 1 March: 14 of the 28 days from 15 February are 2.50, on an invoice of that day; then 20.00.
    [InlineData(
        "Evergreen/Add_Future",
        "2025-01-15 1500, 2025-02-15 1500, 2025-03-01 250, 2025-03-15 2000, 2025-04-15 2000, 2025-05-15 2000, 2025-06-15 2000, 2025-07-15 2000, 2025-08-15 2000, 2025-09-15 2000, 2025-10-15 2000, 2025-11-15 2000, 2025-12-15 2000, 2026-01-15 2000"
    )]
    // The end on 1 March is known when February's bill is made: 14 of 28 days.
    [InlineData("Evergreen/Cancel_Future", "2025-01-15 1500, 2025-02-15 750")]
    [InlineData("Evergreen/Cancel_InThePast", "2025-01-15 1500")]
    [InlineData("Evergreen/Cancel_Today_FirstSync", "2025-01-15 1500")]
    [InlineData("Evergreen/Cancel_BeforeTheStart", "")]
    // 15.00 and 5.00; the second goes on 1 March; the first on 1 June: 17 of the last 31 days.
    [InlineData("Evergreen/Cancel_OneThenAll_Future", "2025-01-15 2000, 2025-02-15 2000, 2025-03-15 1500, 2025-04-15 1500, 2025-05-15 823")]
    [InlineData("Evergreen/Today_SameMeterTwice_SecondIsLeftOut", "")]
    // 1,200.00 and 120.00 off; half a year later 600.00 and 60.00 off, each of the ten seats and of the rebate.
    [InlineData("Negative/EndsInsideAPeriod", "2025-01-15 1188000, 2026-01-15 594000")]
    // 120.00 and 100.00 for ten seats and one support; 30.00 off in July.
    [InlineData("Negative/AddedInsideAPeriod", "2025-01-15 130000, 2025-07-15 -3000")]
    public void Invoices_AreTold(string scenario, string expected)
    {
        var translated = Assert.IsType<Translated>(OrderTranslator.Translate(new Scenario(scenario).Snapshot()));
        Assert.Equal(expected, Text(translated));
    }

    // 1,200.00 of seats less 60.00; 120.00, and a setup of 50.00 that is taken back and stays billed.
    [Theory]
    [InlineData("Negative/LowersEachBill", 114_000, 114_000, 0)]
    [InlineData("Negative/UnderAPercentage", 114_000, 114_000, 0)]
    [InlineData("Reductions/OneTimeLine_StaysBilled", 12_000, 17_000, 5_000)]
    [InlineData("Reductions/OneTimeLine_Credited", 125_000, 125_000, 0)]
    // 120.00 and 110.00; the coupon's 10.00 for missed bills are a discount and no removed time.
    [InlineData("Coupons/Amendment_BookedLate_PartlyOver", 23_000, 23_000, 0)]
    public void Bills_AreHeldAgainstWhatWasSold(string scenario, int ordered, int billed, int uncredited)
    {
        var forecast = Assert.IsType<Translated>(OrderTranslator.Translate(new Scenario(scenario).Snapshot())).Forecast()!;
        Assert.Equal(new Reconciliation(ordered, billed, uncredited), forecast.Reconciliation! with { Lines = [] });
    }

    [Fact]
    public void CouponsOfMissedBills_AreDiscounts()
    {
        var scenario = new Scenario("Coupons/Amendment_BookedLate_PartlyOver");
        var forecast = Assert.IsType<Translated>(OrderTranslator.Translate(scenario.Snapshot())).Forecast()!;
        // 230.00 less 10.00.
        Assert.Equal(
            (23_000m, 1_000m, 22_000m),
            (forecast.Invoices.Sum(bill => bill.Subtotal), forecast.Invoices.Sum(bill => bill.Discount), forecast.Total)
        );
    }

    [Fact]
    public void OneTimeOrder_IsHeldAgainstItsTotal()
    {
        var forecast = Assert.IsType<Translated>(OrderTranslator.Translate(new Scenario("OneTime/Only_WithCoupons").Snapshot())).Forecast()!;
        // 50.00 sold and billed before 5.00 and 5.00 off.
        Assert.Equal(new Reconciliation(5000, 5000, 0), forecast.Reconciliation! with { Lines = [] });
        Assert.Equal((1000m, 4000m), (forecast.Invoices[0].Discount, forecast.Total));
        Assert.Null(forecast.RunsOnFrom);
    }

    [Theory]
    [InlineData("Evergreen/Today_IsASubscription", "2026-01-15", false)]
    // Amended on 10 February: told for twelve months from then.
    [InlineData("Evergreen/Add_Today", "2026-02-10", false)]
    [InlineData("Evergreen/Future_IsAScheduleThatReleases", "2026-02-01", false)]
    [InlineData("Evergreen/Cancel_Future", null, false)]
    [InlineData("Evergreen/Today_SameMeterTwice_SecondIsLeftOut", "2026-01-15", true)]
    public void EvergreenOrder_RunsOn(string scenario, string? from, bool hasUsage)
    {
        var forecast = Assert.IsType<Translated>(OrderTranslator.Translate(new Scenario(scenario).Snapshot())).Forecast()!;
        Assert.Equal((from, hasUsage), (forecast.RunsOnFrom is { } date ? $"{date:uuuu-MM-dd}" : null, forecast.HasUsage));
        Assert.Null(forecast.Reconciliation);
    }

    /// <summary>What a later run tells, which finds everything done.</summary>
    [Theory]
    [InlineData("OneTime/Only_WithCoupons")]
    [InlineData("Evergreen/Add_Future")]
    [InlineData("Evergreen/Cancel_Future")]
    [InlineData("Evergreen/Swap_Today")]
    public void LaterRun_TellsTheSame(string name)
    {
        var scenario = new Scenario(name);
        var snapshot = scenario.Snapshot();
        var first = Assert.IsType<Translated>(OrderTranslator.Translate(snapshot));
        scenario.World.Note(first, snapshot);
        var later = Assert.IsType<Translated>(OrderTranslator.Translate(scenario.SnapshotAfterwards()));
        Assert.True(later.Plan.IsEmpty);
        Assert.NotEmpty(Text(first));
        Assert.Equal(Text(first), Text(later));
    }

    [Theory]
    // Skipped pasts bill nothing before the next billing date; billed ones come at once.
    [InlineData("Initial/StartsInThePast_SkippedByOrder")]
    [InlineData("Initial/StartsInThePast_SkippedBySetting")]
    public void SkippedPast_IsNotToldEither_AlsoNotByLaterRuns(string name)
    {
        var scenario = new Scenario(name);
        var snapshot = scenario.Snapshot();
        var first = Assert.IsType<Translated>(OrderTranslator.Translate(snapshot));
        scenario.World.Note(first, snapshot);
        var later = Assert.IsType<Translated>(OrderTranslator.Translate(scenario.SnapshotAfterwards()));
        var invoices = first.Forecast()!.Invoices;
        Assert.NotEmpty(invoices);
        Assert.All(invoices, invoice => Assert.True(invoice.Date > scenario.Now.InUtc().Date));
        Assert.Equal(Text(first), Text(later));
    }

    /// <summary>Cancelled at once: what was billed by then is all there is.</summary>
    [Fact]
    public void TerminationInThePast_NothingIsToldAfterIt()
    {
        var scenario = new Scenario("Terminations/Backdated_CancelsNow");
        var translated = Assert.IsType<Translated>(OrderTranslator.Translate(scenario.Snapshot()));
        Assert.NotEmpty(translated.Forecast()!.Invoices);
        Assert.All(translated.Forecast()!.Invoices, invoice => Assert.True(invoice.Date <= scenario.Now.InUtc().Date));
    }

    private static string Text(Translated translated) =>
        string.Join(", ", translated.Forecast()!.Invoices.Select(invoice => $"{invoice.Date:uuuu-MM-dd} {invoice.Total}"));
}
