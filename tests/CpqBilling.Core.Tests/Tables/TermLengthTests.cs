using CpqBilling.Core.Calendar;
using NodaTime.Text;

namespace CpqBilling.Core.Tests.Tables;

/// <summary>docs/rules/charges.md 2: how many months CPQ counts. Ends are exclusive; results are fractions worked out by hand.</summary>
public sealed class TermLengthTests
{
    [Theory]
    // whole years and months, one day more, one day less, nothing, backwards
    [InlineData("2025-01-15", "2026-01-15", 12)]
    [InlineData("2025-01-15", "2027-01-15", 24)]
    [InlineData("2025-01-15", "2025-02-15", 1)]
    [InlineData("2025-01-15", "2025-02-16", 2)]
    [InlineData("2025-01-15", "2025-02-14", 1)]
    [InlineData("2025-01-15", "2025-01-16", 1)]
    [InlineData("2025-01-15", "2025-01-15", 0)]
    [InlineData("2025-01-15", "2025-01-14", 0)]
    // starts on the 28th to the 31st, into February
    [InlineData("2025-01-28", "2025-02-28", 1)]
    [InlineData("2025-01-29", "2025-02-28", 1)]
    [InlineData("2025-01-30", "2025-02-28", 1)]
    [InlineData("2025-01-31", "2025-02-28", 1)]
    [InlineData("2025-01-31", "2025-03-01", 2)]
    [InlineData("2025-01-31", "2025-03-31", 2)]
    [InlineData("2025-03-31", "2025-06-30", 3)]
    // leap years
    [InlineData("2024-01-31", "2024-02-29", 1)]
    [InlineData("2024-01-31", "2024-02-28", 1)]
    [InlineData("2024-02-29", "2024-03-29", 1)]
    [InlineData("2024-02-29", "2025-02-28", 12)]
    [InlineData("2024-02-29", "2025-03-01", 13)]
    [InlineData("2023-12-31", "2024-03-15", 3)]
    public void Month_PartMonthsCountAsOne(string start, string end, int months) =>
        AssertMonths(months, 1, start, end, ProrationPrecision.Month, null);

    [Theory]
    // 28 February of a contract on the 29th, 30th or 31st counts as that day
    [InlineData("2025-02-28", "2025-03-29", 29, 1)]
    [InlineData("2025-02-28", "2025-03-30", 30, 1)]
    [InlineData("2025-02-28", "2025-03-31", 31, 1)]
    [InlineData("2024-02-29", "2024-03-31", 31, 1)]
    [InlineData("2025-04-30", "2025-05-31", 31, 1)]
    [InlineData("2023-02-28", "2023-09-30", 30, 7)]
    [InlineData("2025-02-28", "2025-03-28", 31, 1)]
    [InlineData("2025-02-28", "2025-04-01", 31, 2)]
    // no clamped date: the last day of February on the 28th, a day before the end of a month
    [InlineData("2025-02-28", "2025-03-28", 28, 1)]
    [InlineData("2025-02-27", "2025-03-31", 31, 2)]
    [InlineData("2024-02-28", "2024-03-31", 31, 2)]
    public void Month_ClampedBillingDate_CountsAsTheAnchorsDay(string start, string end, int anchorDay, int months) =>
        AssertMonths(months, 1, start, end, ProrationPrecision.Month, anchorDay);

    [Theory]
    // months × 365 + days × 12, over 365: starts on odd days, T = 2025-01-15
    [InlineData("2025-01-15", "2026-01-15", null, 4380)]
    [InlineData("2025-01-18", "2026-01-15", null, 4351)]
    [InlineData("2025-01-19", "2026-01-15", null, 4339)]
    [InlineData("2025-01-21", "2026-01-15", null, 4315)]
    [InlineData("2025-02-18", "2026-01-15", null, 3986)]
    [InlineData("2025-02-27", "2026-01-15", null, 3878)]
    [InlineData("2025-03-09", "2026-01-15", null, 3722)]
    [InlineData("2025-03-18", "2026-01-15", null, 3621)]
    [InlineData("2025-03-25", "2026-01-15", null, 3537)]
    [InlineData("2025-02-04", "2027-01-15", null, 8527)]
    [InlineData("2025-02-18", "2027-01-15", null, 8366)]
    // a single day, the day after a clamped month, a whole clamped month, February of a contract on the 31st
    [InlineData("2025-01-15", "2025-01-16", null, 12)]
    [InlineData("2025-01-31", "2025-03-01", null, 377)]
    [InlineData("2023-12-31", "2024-03-15", null, 910)]
    [InlineData("2025-02-28", "2025-03-31", 31, 365)]
    [InlineData("2025-02-28", "2025-03-28", 31, 336)]
    [InlineData("2025-02-28", "2025-03-31", null, 401)]
    public void MonthlyPlusDaily_DaysAreTwelveThreeHundredSixtyFifths(string start, string end, int? anchorDay, int over365) =>
        AssertMonths(over365, 365, start, end, ProrationPrecision.MonthlyPlusDaily, anchorDay);

    [Theory]
    // days × 12 over 365; a leap year is longer than twelve months
    [InlineData("2025-01-15", "2026-01-15", 4380)]
    [InlineData("2024-01-15", "2025-01-15", 4392)]
    [InlineData("2025-01-15", "2025-02-15", 372)]
    [InlineData("2025-02-01", "2025-03-01", 336)]
    [InlineData("2024-02-01", "2024-03-01", 348)]
    [InlineData("2025-01-15", "2025-01-16", 12)]
    [InlineData("2025-01-15", "2025-01-15", 0)]
    [InlineData("2019-05-23", "2019-10-01", 1572)]
    public void Day_ThreeHundredSixtyFiveDaysAreTwelveMonths(string start, string end, int over365) =>
        AssertMonths(over365, 365, start, end, ProrationPrecision.Day, null);

    [Theory]
    // 17/31 + 14/28; whole year; inside February; across a year's end; 1/31 + 27/28; 16/30 + 1 + 15/30
    [InlineData("2025-01-15", "2025-02-15", 65, 62)]
    [InlineData("2025-01-01", "2026-01-01", 12, 1)]
    [InlineData("2025-02-10", "2025-02-20", 10, 28)]
    [InlineData("2024-02-10", "2024-02-20", 10, 29)]
    [InlineData("2025-12-16", "2026-01-16", 1, 1)]
    [InlineData("2025-01-31", "2025-02-28", 865, 868)]
    [InlineData("2025-04-15", "2025-06-16", 61, 30)]
    [InlineData("2025-03-31", "2025-04-01", 1, 31)]
    public void CalendarMonthly_PartMonthsByTheirOwnLength(string start, string end, int numerator, int denominator) =>
        AssertMonths(numerator, denominator, start, end, ProrationPrecision.CalendarMonthlyPlusDaily, null);

    [Theory]
    // CPQ's published example over a term of 12: 5/12, 0.355251, 0.358904, 0.357527; list 12,000.00
    [InlineData(ProrationPrecision.Month, "0.416667", "5000.00")]
    [InlineData(ProrationPrecision.MonthlyPlusDaily, "0.355251", "4263.01")]
    [InlineData(ProrationPrecision.Day, "0.358904", "4306.85")]
    [InlineData(ProrationPrecision.CalendarMonthlyPlusDaily, "0.357527", "4290.32")]
    public void PublishedVector_HoldsForAllPrecisions(ProrationPrecision precision, string multiplier, string price)
    {
        var months = TermLength.Between(new LocalDate(2019, 5, 23), new LocalDate(2019, 10, 1), precision);
        Assert.Equal(decimal.Parse(multiplier), Math.Round(months.Value / 12, 6));
        Assert.Equal(decimal.Parse(price), Math.Round(12000m * months.Value / 12, 2));
    }

    [Theory]
    // days left after the whole months
    [InlineData("2023-01-02", "2024-01-01", 11, 30)]
    [InlineData("2023-01-30", "2024-01-01", 11, 2)]
    [InlineData("2023-02-27", "2024-01-01", 10, 5)]
    [InlineData("2023-03-30", "2024-02-28", 10, 29)]
    [InlineData("2023-12-31", "2024-03-15", 2, 15)]
    [InlineData("2025-02-18", "2026-01-15", 10, 28)]
    [InlineData("2025-01-15", "2026-01-15", 12, 0)]
    public void WholeMonths_LeaveDays(string start, string end, int months, int days) =>
        Assert.Equal((months, days), TermLength.WholeMonths(Date(start), Date(end)));

    [Fact]
    public void Fractions_AddAndCompareExactly()
    {
        var third = TermMonths.Fraction(1, 3);
        Assert.Equal(TermMonths.Whole(1), third + third + third);
        Assert.Equal(TermMonths.Zero, third - third);
        Assert.True(third < TermMonths.Fraction(34, 100));
        Assert.Equal(TermMonths.Fraction(3, 2), TermMonths.From(1.5m));
        Assert.Equal(40m, TermMonths.Whole(4).ShareOf(120m, TermMonths.Whole(12)));
    }

    private static void AssertMonths(int numerator, int denominator, string start, string end, ProrationPrecision precision, int? anchorDay) =>
        Assert.Equal(TermMonths.Fraction(numerator, denominator), TermLength.Between(Date(start), Date(end), precision, anchorDay));

    private static LocalDate Date(string text) => LocalDatePattern.Iso.Parse(text).Value;
}
