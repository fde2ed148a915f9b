using CpqBilling.Core.Calendar;
using CpqBilling.Core.Contract;
using CpqBilling.Core.Money;
using CpqBilling.Core.Pricing;
using NodaTime.Text;

namespace CpqBilling.Core.Tests.Tables;

/// <summary>docs/rules/charges.md 3: whole periods by the recurring price, the rest once. Amounts in cents per unit.</summary>
public sealed class LineChargesTests
{
    private static readonly BillingDay Day = new(DateTimeZone.Utc);

    [Theory]
    // 120.00 a year for 18 months: a year, then 60.00 once; for 9 months: 90.00 once; for 12 and 24: nothing once
    [InlineData("2025-01-15", "2026-07-15", 18, 12, 18000, 12000, 1, 6000, "2026-01-15")]
    [InlineData("2025-01-15", "2025-10-15", 9, 12, 9000, 12000, 0, 9000, "2025-01-15")]
    [InlineData("2025-01-15", "2026-01-15", 12, 12, 12000, 12000, 1, null, null)]
    [InlineData("2025-01-15", "2027-01-15", 24, 12, 24000, 12000, 2, null, null)]
    // frontend row of section 5: 1,200.00 a year for 9 months
    [InlineData("2025-01-15", "2025-10-15", 9, 12, 90000, 120000, 0, 90000, "2025-01-15")]
    // quarterly for 7 months: two quarters and a month; monthly never leaves a rest
    [InlineData("2025-01-15", "2025-08-15", 7, 3, 7000, 3000, 2, 1000, "2025-07-15")]
    [InlineData("2025-01-15", "2025-08-15", 7, 1, 7000, 1000, 7, null, null)]
    // from the 31st: 14 months by the year, the part period begins on the clamped day
    [InlineData("2024-02-29", "2025-04-29", 14, 12, 14000, 12000, 1, 2000, "2025-02-28")]
    public void InitialLine_OnBillingDate(
        string start,
        string end,
        int months,
        int period,
        int unitPrice,
        int periodPrice,
        int periods,
        int? remainder,
        string? from
    )
    {
        var term = new LineTerm(Date(start), Date(end), TermMonths.Whole(months), period, unitPrice, periodPrice);
        var charges = LineCharges.Of(
            term,
            new BilledDates(new BillingCalendar(Date(start), period), At(start), Day),
            ProrationPrecision.Month,
            chargesFullPeriod: false
        );
        Assert.Equal(new LineCharges(periods, remainder, from is null ? null : Date(from), 0), charges);
    }

    [Fact]
    public void ShortTermWithoutProration_CostsOneFullPeriod()
    {
        var term = new LineTerm(Date("2025-01-15"), Date("2025-10-15"), TermMonths.Whole(9), 12, 9000, 12000);
        var charges = LineCharges.Of(
            term,
            new BilledDates(new BillingCalendar(Date("2025-01-15"), 12), At("2025-01-15"), Day),
            ProrationPrecision.Month,
            chargesFullPeriod: true
        );
        Assert.Equal(new LineCharges(0, 12000, Date("2025-01-15"), 0), charges);
    }

    [Theory]
    // section 5, T = 2025-01-15, contracts of 12 or 24 months; the amendment takes effect on its date
    [InlineData("annual, 18 of 24", "2025-07-15", "2027-01-15", "18", 12, "18000", "12000", 1, "6000")]
    [InlineData("annual, 19 of 24", "2025-06-15", "2027-01-15", "19", 12, "23750", "15000", 1, "8750")]
    [InlineData("annual, 3 left", "2025-10-15", "2026-01-15", "3", 12, "3000", "12000", 0, "3000")]
    [InlineData("annual, +2mo+10d, gold", "2025-03-25", "2026-01-15", "3537/365", 12, "804400.206164383562", "996119", 0, "804400.206164383562")]
    [InlineData("monthly, +1mo+22d", "2025-03-09", "2026-01-15", "3722/365", 1, "385079.139726027397", "37763", 10, "7449.139726027397")]
    [InlineData("annual, +1mo+12d, cents", "2025-02-27", "2026-01-15", "3878/365", 12, "33435", "37763", 0, "33435")]
    [InlineData("annual, +4d, no term", "2025-01-19", "2026-01-15", "4339/365", 12, "11887.671232876712", "12000", 0, "11887.671232876712")]
    [InlineData("semiannual, +20d", "2025-02-04", "2027-01-15", "8527/365", 6, "19468.036529680365", "5000", 3, "4468.036529680365")]
    [InlineData("quarterly, +1mo+3d", "2025-02-18", "2027-01-15", "8366/365", 3, "22920.547945205479", "3000", 7, "1920.547945205479")]
    [InlineData("monthly, by month, +3d", "2025-01-18", "2026-01-15", "12", 1, "144000", "12000", 11, "12000")]
    [InlineData("annual, by month, +1mo+3d", "2025-02-18", "2026-01-15", "11", 12, "11000", "12000", 0, "11000")]
    // docs/rules/charges.md 3: 120.00 a month added from 2025-02-18; on a billing date nothing is left
    [InlineData("monthly, +1mo+3d", "2025-02-18", "2026-01-15", "3986/365", 1, "131046.575342465753", "12000", 10, "11046.575342465753")]
    [InlineData("monthly, on a billing date", "2025-02-15", "2026-01-15", "11", 1, "132000", "12000", 11, "0")]
    // two stacked odd days (coterm-non-anniversary-two-amendments)
    [InlineData("monthly, +6d", "2025-01-21", "2026-01-15", "4315/365", 1, "141863.013698630137", "12000", 11, "9863.013698630137")]
    [InlineData("monthly, +2mo+3d", "2025-03-18", "2026-01-15", "3621/365", 1, "119046.575342465753", "12000", 9, "11046.575342465753")]
    public void Amendment_InsideAPeriod(
        string because,
        string start,
        string end,
        string months,
        int period,
        string unitPrice,
        string periodPrice,
        int periods,
        string proration
    )
    {
        var charges = Of(start, end, months, period, unitPrice, periodPrice, At(start), "2025-01-15");
        Assert.True(periods == charges.WholePeriods, because);
        Assert.Equal(decimal.Parse(proration), MinorUnits.ToStripePrecision(charges.Proration));
        Assert.Null(charges.Remainder);
    }

    [Theory]
    // backdated: every billing date up to now was missed; a period that begins at the very instant is billed already
    [InlineData("one missed", "2024-11-14", "2024-12-14", "2025-11-14", 11, 1, 26400, 2400, "2025-01-15T10:00:00Z", 9, 4800)]
    [InlineData("three missed", "2024-09-14", "2024-10-14", "2025-09-14", 11, 1, 26400, 2400, "2025-01-15T10:00:00Z", 7, 9600)]
    [InlineData("annual, none missed", "2024-09-15", "2024-10-15", "2025-09-15", 11, 12, 11000, 12000, "2025-01-15T10:00:00Z", 0, 11000)]
    [InlineData("annual, one missed", "2023-09-15", "2024-03-15", "2025-09-15", 18, 12, 18000, 12000, "2025-01-15T10:00:00Z", 0, 18000)]
    // same day: after the bill the running period is charged in full
    [InlineData("same day, annual", "2025-01-15", "2025-01-15", "2026-01-15", 12, 12, 12000, 12000, "2025-01-15T10:00:00Z", 0, 12000)]
    [InlineData("same day, monthly", "2025-01-15", "2025-01-15", "2026-01-15", 12, 1, 144000, 12000, "2025-01-15T10:00:00Z", 11, 12000)]
    [InlineData("now is a billing instant", "2025-01-15", "2025-02-15", "2026-01-15", 11, 1, 132000, 12000, "2025-03-15T00:00:00Z", 9, 24000)]
    public void Now_WhatTheRecurringPriceMissed(
        string because,
        string anchor,
        string start,
        string end,
        int months,
        int period,
        int unitPrice,
        int periodPrice,
        string now,
        int periods,
        int proration
    )
    {
        var from = new Boundary(InstantPattern.General.Parse(now).Value, IsNow: true);
        var charges = Of(start, end, $"{months}", period, $"{unitPrice}", $"{periodPrice}", from, anchor);
        Assert.True(periods == charges.WholePeriods, because);
        Assert.Equal(proration, charges.Proration);
    }

    [Fact]
    public void AmendmentOfALongFirstTerm_AtMonthFourteen_HasOneRest()
    {
        // 18 months by the year, added for the last four: all of them lie in the part period
        var charges = Of("2026-03-15", "2026-07-15", "4", 12, "4000", "12000", At("2026-03-15"), "2025-01-15");
        Assert.Equal(new LineCharges(0, 4000, Date("2026-03-15"), 0), charges);
    }

    [Fact]
    public void AmendmentOfALongFirstTerm_AtMonthSix_HasProrationAndRemainder()
    {
        // 12 months: six of the running year at once, six in the part period
        var charges = Of("2025-07-15", "2026-07-15", "12", 12, "12000", "12000", At("2025-07-15"), "2025-01-15");
        Assert.Equal(new LineCharges(0, 6000, Date("2026-01-15"), 6000), charges);
    }

    [Theory]
    // 100.00 a year for 14 months: 8.33 a month instead of 8.333...; each share of the rounded price, what is left of the sold one
    [InlineData(null, "5000", "1666.666666666667")]
    [InlineData("usd", "4998", "1671")]
    // tens of fils, as they are charged
    [InlineData("kwd", "5000", "1670")]
    public void PricesKeptInCents_AreSharedRounded(string? currency, string sixMonths, string restAfterTwelve)
    {
        var whole = 11666.666666666667m;
        var term = new LineTerm(Date("2025-01-15"), Date("2026-03-15"), TermMonths.Whole(14), 1, whole, currency is null ? 833.333333333333m : 833m)
        {
            RoundedIn = currency is null ? null : Currency.Of(currency),
        };
        Assert.Equal(decimal.Parse(sixMonths), MinorUnits.ToStripePrecision(term.PriceOf(TermMonths.Whole(6))));
        Assert.Equal(decimal.Parse(restAfterTwelve), MinorUnits.ToStripePrecision(term.RestAfter(12)));
    }

    private static LineCharges Of(
        string start,
        string end,
        string months,
        int period,
        string unitPrice,
        string periodPrice,
        Boundary from,
        string anchor
    )
    {
        var fraction = months.Split('/');
        var length = TermMonths.Fraction(long.Parse(fraction[0]), fraction.Length > 1 ? long.Parse(fraction[1]) : 1);
        var term = new LineTerm(Date(start), Date(end), length, period, decimal.Parse(unitPrice), decimal.Parse(periodPrice));
        var precision = fraction.Length > 1 ? ProrationPrecision.MonthlyPlusDaily : ProrationPrecision.Month;
        return LineCharges.Of(term, new BilledDates(new BillingCalendar(Date(anchor), period), from, Day), precision, chargesFullPeriod: false);
    }

    private static Boundary At(string date) => new(Day.StartOf(Date(date)));

    private static LocalDate Date(string text) => LocalDatePattern.Iso.Parse(text).Value;
}
