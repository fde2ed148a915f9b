using CpqBilling.Core.Tests.Scenarios;

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
    public void Invoices_AreTold(string scenario, string expected)
    {
        var translated = Assert.IsType<Translated>(OrderTranslator.Translate(new Scenario(scenario).Snapshot()));
        Assert.Equal(expected, Text(translated));
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
