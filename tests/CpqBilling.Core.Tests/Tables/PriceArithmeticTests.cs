using CpqBilling.Core.Calendar;
using CpqBilling.Core.Contract;
using CpqBilling.Core.Cpq;
using CpqBilling.Core.Mapping;
using CpqBilling.Core.Money;
using CpqBilling.Core.Pricing;
using CpqBilling.Core.Settings;
using NodaTime.Text;

namespace CpqBilling.Core.Tests.Tables;

/// <summary>docs/rules/charges.md 1 to 3, from CPQ's line to Stripe's amounts: price per period, whole periods, what is charged once.</summary>
/// <remarks>
/// Every number was worked out with exact fractions apart from the product: m by the precision, U = price × F ÷ m to twelve decimals,
/// the rest price − n × U. Ends are exclusive, amounts in minor units per unit; CPQ's stored multiplier is m ÷ term to twelve decimals.
/// </remarks>
public sealed class PriceArithmeticTests
{
    /// <summary>
    /// What | precision | currency | UnitPrice | product term | start | end | period | anchor | multiplier | U | whole periods | remainder | proration.
    /// </summary>
    private const string Table = """
        # the published vector: list 12,000.00 over a term of 12, billed by the month and by the year
        vector, monthly | Month | usd | 5000.00 | 12 | 2019-05-23 | 2019-10-01 | 1 | 2019-05-23 | 0.416666666667 | 100000 | 4 | 100000 | 0
        vector, annual | Month | usd | 5000.00 | 12 | 2019-05-23 | 2019-10-01 | 12 | 2019-05-23 | 0.416666666667 | 1200000 | 0 | 500000 | 0
        vector, monthly | MonthlyPlusDaily | usd | 4263.01 | 12 | 2019-05-23 | 2019-10-01 | 1 | 2019-05-23 | 0.355251141553 | 99999.91323907455 | 4 | 26301.347043701799 | 0
        vector, annual | MonthlyPlusDaily | usd | 4263.01 | 12 | 2019-05-23 | 2019-10-01 | 12 | 2019-05-23 | 0.355251141553 | 1199998.958868894602 | 0 | 426301 | 0
        vector, monthly | Day | usd | 4306.85 | 12 | 2019-05-23 | 2019-10-01 | 1 | 2019-05-23 | 0.358904109589 | 100000.015903307888 | 4 | 30684.936386768448 | 0
        vector, annual | Day | usd | 4306.85 | 12 | 2019-05-23 | 2019-10-01 | 12 | 2019-05-23 | 0.358904109589 | 1200000.190839694656 | 0 | 430685 | 0
        vector, monthly | CalendarMonthlyPlusDaily | usd | 4290.32 | 12 | 2019-05-23 | 2019-10-01 | 1 | 2019-05-23 | 0.35752688172 | 99999.93984962406 | 4 | 29032.240601503759 | 0
        vector, annual | CalendarMonthlyPlusDaily | usd | 4290.32 | 12 | 2019-05-23 | 2019-10-01 | 12 | 2019-05-23 | 0.35752688172 | 1199999.278195488722 | 0 | 429032 | 0
        # on the contract's dates: the total divided by the periods, whatever the product's term
        product term 1 | Month | usd | 1440.00 | 1 | 2025-01-15 | 2026-01-15 | 1 | 2025-01-15 | 12 | 12000 | 12 | - | 0
        product term 12 | Month | usd | 120.00 | 12 | 2025-01-15 | 2026-01-15 | 1 | 2025-01-15 | 1 | 1000 | 12 | - | 0
        quoted at 150 | MonthlyPlusDaily | usd | 1800.00 | 1 | 2025-01-15 | 2026-01-15 | 1 | 2025-01-15 | 12 | 15000 | 12 | - | 0
        two years by the year | Month | usd | 2000.00 | 12 | 2025-01-15 | 2027-01-15 | 12 | 2025-01-15 | 2 | 100000 | 2 | - | 0
        leap year by days | Day | usd | 120.00 | 12 | 2024-01-15 | 2025-01-15 | 1 | 2024-01-15 | 1.002739726027 | 1000 | 12 | - | 0
        leap year by calendar | CalendarMonthlyPlusDaily | usd | 120.00 | 12 | 2024-01-15 | 2025-01-15 | 1 | 2024-01-15 | 1 | 1000 | 12 | - | 0
        a third of a cent | Month | usd | 100.00 | 12 | 2025-01-15 | 2026-01-15 | 1 | 2025-01-15 | 1 | 833.333333333333 | 12 | - | 0
        # terms longer than whole periods: the rest once, at the end
        18 months by the year | Month | usd | 180.00 | 12 | 2025-01-15 | 2026-07-15 | 12 | 2025-01-15 | 1.5 | 12000 | 1 | 6000 | 0
        7 months by the quarter | Month | usd | 70.00 | 1 | 2025-01-15 | 2025-08-15 | 3 | 2025-01-15 | 7 | 3000 | 2 | 1000 | 0
        14 months by the half year | Month | usd | 140.00 | 1 | 2025-01-15 | 2026-03-15 | 6 | 2025-01-15 | 14 | 6000 | 2 | 2000 | 0
        13 months by the year | MonthlyPlusDaily | usd | 130.00 | 1 | 2025-01-31 | 2026-02-28 | 12 | 2025-01-31 | 13 | 12000 | 1 | 1000 | 0
        12 months and 10 days by the month | MonthlyPlusDaily | usd | 123.29 | 12 | 2025-01-15 | 2026-01-25 | 1 | 2025-01-15 | 1.027397260274 | 1000.018888888889 | 12 | 328.773333333333 | 0
        12 months and 10 days by days | Day | usd | 123.29 | 12 | 2025-01-15 | 2026-01-25 | 1 | 2025-01-15 | 1.027397260274 | 1000.018888888889 | 12 | 328.773333333333 | 0
        12 months and 10 days by calendar | CalendarMonthlyPlusDaily | usd | 123.23 | 12 | 2025-01-15 | 2026-01-25 | 1 | 2025-01-15 | 1.02688172043 | 1000.034031413613 | 12 | 322.591623036649 | 0
        12 months and 10 days by the year | Month | usd | 130.00 | 12 | 2025-01-15 | 2026-01-25 | 12 | 2025-01-15 | 1.083333333333 | 12000 | 1 | 1000 | 0
        # terms shorter than a period: all of it once
        9 months by the year | Month | usd | 90.00 | 12 | 2025-01-15 | 2025-10-15 | 12 | 2025-01-15 | 0.75 | 12000 | 0 | 9000 | 0
        one day by the month | MonthlyPlusDaily | usd | 0.33 | 12 | 2025-01-15 | 2025-01-16 | 1 | 2025-01-15 | 0.002739726027 | 1003.75 | 0 | 33 | 0
        one day by month counts whole | Month | usd | 10.00 | 12 | 2025-01-15 | 2025-01-16 | 1 | 2025-01-15 | 0.083333333333 | 1000 | 0 | 1000 | 0
        February by days | Day | usd | 9.21 | 12 | 2025-02-01 | 2025-02-25 | 1 | 2025-02-01 | 0.065753424658 | 1167.239583333333 | 0 | 921 | 0
        leap February by calendar | CalendarMonthlyPlusDaily | usd | 10.00 | 12 | 2024-02-05 | 2024-03-01 | 1 | 2024-02-05 | 0.07183908046 | 1160 | 0 | 1000 | 0
        # starts on the 28th to the 31st
        28th to 28th | Month | usd | 20.00 | 12 | 2025-01-28 | 2025-03-28 | 1 | 2025-01-28 | 0.166666666667 | 1000 | 2 | - | 0
        29th over February | Month | usd | 20.00 | 12 | 2025-01-29 | 2025-03-29 | 1 | 2025-01-29 | 0.166666666667 | 1000 | 2 | - | 0
        30th over February | MonthlyPlusDaily | usd | 20.00 | 12 | 2025-01-30 | 2025-03-30 | 1 | 2025-01-30 | 0.166666666667 | 1000 | 2 | - | 0
        31st over February and April | MonthlyPlusDaily | usd | 30.00 | 12 | 2025-01-31 | 2025-04-30 | 1 | 2025-01-31 | 0.25 | 1000 | 3 | - | 0
        29 February to 28 February | Month | usd | 120.00 | 12 | 2024-02-29 | 2025-02-28 | 1 | 2024-02-29 | 1 | 1000 | 12 | - | 0
        29 February by the year and two months | Month | usd | 140.00 | 12 | 2024-02-29 | 2025-04-29 | 12 | 2024-02-29 | 1.166666666667 | 12000 | 1 | 2000 | 0
        31st by the quarter, five months | MonthlyPlusDaily | usd | 50.00 | 12 | 2024-08-31 | 2025-01-31 | 3 | 2024-08-31 | 0.416666666667 | 3000 | 1 | 2000 | 0
        # lines that start inside a period: the rest of it at once
        added on the 18th | MonthlyPlusDaily | usd | 1310.47 | 1 | 2025-02-18 | 2026-01-15 | 1 | 2025-01-15 | 10.920547945205 | 12000.038886101355 | 10 | - | 11046.611138986453
        added on the 18th, by month | Month | usd | 1320.00 | 1 | 2025-02-18 | 2026-01-15 | 1 | 2025-01-15 | 11 | 12000 | 10 | - | 12000
        added on the 18th, by days | Day | usd | 1305.86 | 1 | 2025-02-18 | 2026-01-15 | 1 | 2025-01-15 | 10.882191780822 | 11999.972306143001 | 10 | - | 10586.27693856999
        added on the 18th, by calendar | CalendarMonthlyPlusDaily | usd | 1301.35 | 1 | 2025-02-18 | 2026-01-15 | 1 | 2025-01-15 | 10.844470046083 | 12000.125358546691 | 10 | - | 10133.746414533093
        added in the second year | MonthlyPlusDaily | usd | 83.07 | 12 | 2026-05-05 | 2027-01-15 | 12 | 2025-01-15 | 0.694063926941 | 11968.638157894737 | 0 | - | 8307
        by the quarter | MonthlyPlusDaily | usd | 229.21 | 1 | 2025-02-18 | 2027-01-15 | 3 | 2025-01-15 | 22.920547945205 | 3000.0591680612 | 7 | - | 1920.585823571599
        on a clamped billing date | MonthlyPlusDaily | usd | 110.00 | 12 | 2025-02-28 | 2026-01-31 | 1 | 2025-01-31 | 0.916666666667 | 1000 | 11 | - | 0
        starts and ends inside | MonthlyPlusDaily | usd | 60.00 | 12 | 2025-02-18 | 2025-08-25 | 1 | 2025-01-15 | 0.519178082192 | 963.060686015831 | 5 | 316.622691292876 | 868.073878627968
        # nothing, little and much
        free | MonthlyPlusDaily | usd | 0.00 | 12 | 2025-01-15 | 2026-07-15 | 12 | 2025-01-15 | 1.5 | 0 | 1 | 0 | 0
        free for days | Day | usd | 0 | 12 | 2025-02-18 | 2026-01-15 | 1 | 2025-01-15 | 0.906849315068 | 0 | 10 | - | 0
        a hundredth of a cent | Month | usd | 0.0012 | 12 | 2025-01-15 | 2026-01-15 | 1 | 2025-01-15 | 1 | 0.01 | 12 | - | 0
        twelve decimals | Month | usd | 1.23 | 12 | 2025-01-15 | 2025-08-15 | 1 | 2025-01-15 | 0.583333333333 | 17.571428571429 | 7 | - | 0
        a billion | Month | usd | 1000000000.00 | 12 | 2025-01-15 | 2025-08-15 | 1 | 2025-01-15 | 0.583333333333 | 14285714285.714285714286 | 7 | - | 0
        # currencies without and with three decimals
        yen | Month | jpy | 10000 | 12 | 2025-01-15 | 2025-08-15 | 1 | 2025-01-15 | 0.583333333333 | 1428.571428571429 | 7 | - | 0
        yen, 18 months | MonthlyPlusDaily | jpy | 15000 | 12 | 2025-01-15 | 2026-07-15 | 12 | 2025-01-15 | 1.5 | 10000 | 1 | 5000 | 0
        dinar | Month | kwd | 12.345 | 12 | 2025-01-15 | 2026-01-15 | 1 | 2025-01-15 | 1 | 1028.75 | 12 | - | 0
        dinar, added on the 18th | MonthlyPlusDaily | kwd | 109.205 | 12 | 2025-02-18 | 2026-01-15 | 1 | 2025-01-15 | 0.9100456621 | 9999.95609633718 | 10 | - | 9205.439036628199
        shilling in hundredths | Month | ugx | 12000 | 12 | 2025-01-15 | 2026-01-15 | 1 | 2025-01-15 | 1 | 100000 | 12 | - | 0
        """;

    public static TheoryData<string> Rows() =>
        [.. Table.ReplaceLineEndings("\n").Split('\n').Select(row => row.Trim()).Where(row => row.Length > 0 && row[0] != '#')];

    [Fact]
    public void Table_IsWhole() => Assert.Equal(53, Rows().Count);

    [Theory]
    [MemberData(nameof(Rows))]
    public void Line_CostsItsUnitPriceAndNoMore(string row)
    {
        var cells = row.Split(" | ");
        var (precision, currency, unitPrice) = (Enum.Parse<ProrationPrecision>(cells[1]), cells[2], cells[3]);
        var (productTerm, start, end, period) = (int.Parse(cells[4]), cells[5], cells[6], int.Parse(cells[7]));
        var (anchor, multiplier, periodPrice, periods) = (cells[8], cells[9], cells[10], int.Parse(cells[11]));
        decimal? remainder = cells[12] == "-" ? null : decimal.Parse(cells[12]);
        var proration = decimal.Parse(cells[13]);
        var line = Line(unitPrice, productTerm, Date(start), Date(end), period, multiplier);
        var settings = new BillingSettings { ProrationPrecision = precision };
        var reader = new LineReader(new FieldMapper(new RecordGraph([]), FieldMappings.None), settings, Currency.Of(currency));

        var calendar = ContractCalendar.From(Date(anchor), null, DateTimeZone.Utc);
        var read = reader.Term(line, new OrderTerms(Date(start), Date(end), false, null), calendar);

        Assert.Empty(read.Errors);
        var term = read.Value!;
        Assert.Equal(decimal.Parse(periodPrice), term.PeriodPrice);
        var day = new BillingDay(DateTimeZone.Utc);
        var charges = LineCharges.Of(
            term,
            new BilledDates(calendar.Of(period), new Boundary(day.StartOf(Date(start))), day),
            precision,
            chargesFullPeriod: false
        );
        Assert.Equal(periods, charges.WholePeriods);
        decimal? once = charges.Remainder is { } rest ? MinorUnits.ToStripePrecision(rest) : null;
        Assert.Equal(remainder, once);
        Assert.Equal(proration, MinorUnits.ToStripePrecision(charges.Proration));
    }

    [Theory]
    // another precision than CPQ's, and a tenth of a millionth off
    [InlineData(ProrationPrecision.Month, "2025-02-18", "10.920547945205")]
    [InlineData(ProrationPrecision.MonthlyPlusDaily, "2025-02-18", "11")]
    [InlineData(ProrationPrecision.MonthlyPlusDaily, "2025-02-18", "10.9205480")]
    public void MultiplierOfAnotherRule_IsAnErrorOnTheLine(ProrationPrecision precision, string start, string stored)
    {
        var line = Line("1310.47", 1, Date(start), Date("2026-01-15"), 1, stored);
        var error = Assert.Single(ProrateMultiplier.EffectiveMonths(line, precision, 15).Errors);
        Assert.Equal(("MultiplierDiffers", "OrderItem#1"), (error.Name, error.Record.Id));
    }

    private static OrderLine Line(string unitPrice, int productTerm, LocalDate start, LocalDate end, int period, string multiplier)
    {
        var order = new CpqRecord("Order", "Order#1", new Dictionary<string, object?> { ["Id"] = "Order#1" });
        var line = new CpqRecord(
            "OrderItem",
            "OrderItem#1",
            new Dictionary<string, object?>
            {
                ["Id"] = "OrderItem#1",
                ["OrderId"] = "Order#1",
                ["Quantity"] = 1m,
                ["UnitPrice"] = decimal.Parse(unitPrice),
                ["SBQQ__SubscriptionPricing__c"] = "Fixed Price",
                ["SBQQ__BillingFrequency__c"] = period switch
                {
                    1 => "Monthly",
                    3 => "Quarterly",
                    6 => "Semiannual",
                    _ => "Annual",
                },
                ["SBQQ__DefaultSubscriptionTerm__c"] = (decimal)productTerm,
                ["ServiceDate"] = $"{start:uuuu-MM-dd}",
                ["EndDate"] = $"{end.PlusDays(-1):uuuu-MM-dd}",
                ["SBQQ__ProrateMultiplier__c"] = decimal.Parse(multiplier),
            }
        );
        return new OrderReader(new RecordGraph([order, line]), FieldMappings.None, new BillingSettings()).All().Single().Lines[0];
    }

    private static LocalDate Date(string text) => LocalDatePattern.Iso.Parse(text).Value;
}
