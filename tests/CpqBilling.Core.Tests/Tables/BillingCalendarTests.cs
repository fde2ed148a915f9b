using CpqBilling.Core.Calendar;
using CpqBilling.Core.Cpq;
using NodaTime.Text;

namespace CpqBilling.Core.Tests.Tables;

/// <summary>docs/rules/charges.md 8: the nth billing date comes from the anchor, never from the one before.</summary>
public sealed class BillingCalendarTests
{
    [Theory]
    // the 31st through February and back
    [InlineData("2025-01-31", 1, 0, "2025-01-31")]
    [InlineData("2025-01-31", 1, 1, "2025-02-28")]
    [InlineData("2025-01-31", 1, 2, "2025-03-31")]
    [InlineData("2025-01-31", 1, 3, "2025-04-30")]
    [InlineData("2025-01-31", 1, 4, "2025-05-31")]
    [InlineData("2025-01-31", 1, 13, "2026-02-28")]
    [InlineData("2025-01-31", 1, 14, "2026-03-31")]
    [InlineData("2025-01-31", 1, -1, "2024-12-31")]
    // leap years
    [InlineData("2023-10-31", 1, 4, "2024-02-29")]
    [InlineData("2024-02-29", 12, 1, "2025-02-28")]
    [InlineData("2024-02-29", 12, 4, "2028-02-29")]
    // the 29th and 30th; the 28th stays the 28th
    [InlineData("2025-01-29", 1, 1, "2025-02-28")]
    [InlineData("2025-01-29", 1, 2, "2025-03-29")]
    [InlineData("2025-01-30", 1, 1, "2025-02-28")]
    [InlineData("2025-01-30", 1, 2, "2025-03-30")]
    [InlineData("2025-01-28", 1, 2, "2025-03-28")]
    // longer periods
    [InlineData("2024-11-30", 3, 1, "2025-02-28")]
    [InlineData("2024-11-30", 3, 2, "2025-05-30")]
    [InlineData("2024-08-31", 6, 1, "2025-02-28")]
    [InlineData("2024-08-31", 6, 2, "2025-08-31")]
    [InlineData("2025-01-15", 12, 2, "2027-01-15")]
    public void Nth_IsCountedFromTheAnchor(string anchor, int period, int index, string date) =>
        Assert.Equal(Date(date), new BillingCalendar(Date(anchor), period).Nth(index));

    [Theory]
    [InlineData("2025-01-31", 1, "2025-02-28", true)]
    [InlineData("2025-01-31", 1, "2025-03-28", false)]
    [InlineData("2025-01-31", 1, "2025-03-31", true)]
    [InlineData("2025-01-31", 1, "2024-02-29", true)]
    [InlineData("2025-01-31", 1, "2024-02-28", false)]
    // a contract on the 28th keeps the 28th after 28 February
    [InlineData("2025-01-28", 1, "2025-02-28", true)]
    [InlineData("2025-01-28", 1, "2025-03-28", true)]
    [InlineData("2025-01-28", 1, "2025-03-31", false)]
    [InlineData("2025-01-15", 12, "2025-02-15", false)]
    [InlineData("2025-01-15", 12, "2026-01-15", true)]
    [InlineData("2025-01-15", 3, "2025-04-15", true)]
    [InlineData("2025-01-15", 3, "2025-05-15", false)]
    public void IsBillingDate_OnlyOnBillingDates(string anchor, int period, string date, bool isOne) =>
        Assert.Equal(isOne, new BillingCalendar(Date(anchor), period).IsBillingDate(Date(date)));

    [Theory]
    [InlineData("2025-01-31", 1, "2025-02-27", "2025-01-31", "2025-02-28")]
    [InlineData("2025-01-31", 1, "2025-02-28", "2025-02-28", "2025-03-31")]
    [InlineData("2025-01-31", 1, "2025-03-30", "2025-02-28", "2025-03-31")]
    [InlineData("2025-01-31", 1, "2025-03-31", "2025-03-31", "2025-04-30")]
    [InlineData("2025-01-31", 1, "2025-01-01", "2024-12-31", "2025-01-31")]
    [InlineData("2025-01-15", 12, "2026-01-14", "2025-01-15", "2026-01-15")]
    [InlineData("2025-01-15", 12, "2026-01-15", "2026-01-15", "2027-01-15")]
    [InlineData("2025-01-15", 12, "2025-01-14", "2024-01-15", "2025-01-15")]
    [InlineData("2025-01-15", 3, "2025-06-01", "2025-04-15", "2025-07-15")]
    public void EveryDay_LiesInOnePeriod(string anchor, int period, string date, string opens, string next)
    {
        var calendar = new BillingCalendar(Date(anchor), period);
        Assert.Equal(Date(opens), calendar.PeriodStart(Date(date)));
        Assert.Equal(Date(next), calendar.NextAfter(Date(date)));
    }

    [Theory]
    [InlineData("2025-01-14", -1, 0)]
    [InlineData("2025-01-15", 0, 0)]
    [InlineData("2025-01-16", 0, 1)]
    [InlineData("2025-04-14", 0, 1)]
    [InlineData("2025-04-15", 1, 1)]
    public void Indexes_BeforeAndAfterABillingDate(string date, int atOrBefore, int atOrAfter)
    {
        var calendar = new BillingCalendar(new LocalDate(2025, 1, 15), 3);
        Assert.Equal(atOrBefore, calendar.IndexAtOrBefore(Date(date)));
        Assert.Equal(atOrAfter, calendar.IndexAtOrAfter(Date(date)));
    }

    [Theory]
    [InlineData("Monthly", 1)]
    [InlineData("Quarterly", 3)]
    [InlineData("Semiannual", 6)]
    [InlineData("Annual", 12)]
    [InlineData("", 1)]
    [InlineData(null, 1)]
    [InlineData("Invoice Plan", null)]
    [InlineData("Usage", null)]
    // a mapping may name the months
    [InlineData("1", 1)]
    [InlineData("3", 3)]
    [InlineData("6", 6)]
    [InlineData("12", 12)]
    [InlineData("2", 2)]
    [InlineData("36", 36)]
    [InlineData("37", null)]
    [InlineData("0", null)]
    public void Frequencies_AreMonths(string? text, int? months) => Assert.Equal(months, BillingFrequencies.Standard.MonthsOf(text));

    [Theory]
    [InlineData(null, true, false, false)]
    [InlineData("Advance", true, false, false)]
    [InlineData("licensed", true, false, false)]
    [InlineData("Arrears", true, true, false)]
    [InlineData("metered", true, true, true)]
    [InlineData("Milestone", false, false, false)]
    public void BillingTypes_AreCpqsOrStripes(string? type, bool isKnown, bool isUsageMetered, bool isFixedMetered) =>
        Assert.Equal(
            (isKnown, isUsageMetered, isFixedMetered),
            (
                BillingWords.TypeOf(type) is not null,
                BillingWords.IsMetered(BillingWords.TypeOf(type), countsUsage: true),
                BillingWords.IsMetered(BillingWords.TypeOf(type), countsUsage: false)
            )
        );

    [Theory]
    // midnight in the billing time zone, summer time included
    [InlineData("Etc/UTC", "2025-07-01", 1751328000)]
    [InlineData("Europe/Berlin", "2025-07-01", 1751320800)]
    [InlineData("Europe/Berlin", "2025-01-15", 1736895600)]
    [InlineData("America/New_York", "2025-01-15", 1736917200)]
    public void BillingDay_StartsAtMidnightOfItsZone(string zone, string date, long seconds)
    {
        var day = new BillingDay(DateTimeZoneProviders.Tzdb[zone]);
        Assert.Equal(Instant.FromUnixTimeSeconds(seconds), day.StartOf(Date(date)));
        Assert.Equal(Date(date), day.AsDate(Instant.FromUnixTimeSeconds(seconds)));
        Assert.Null(day.AsDate(Instant.FromUnixTimeSeconds(seconds + 1)));
        Assert.Equal(Date(date).PlusDays(-1), day.DateOf(Instant.FromUnixTimeSeconds(seconds - 1)));
    }

    private static LocalDate Date(string text) => LocalDatePattern.Iso.Parse(text).Value;
}
