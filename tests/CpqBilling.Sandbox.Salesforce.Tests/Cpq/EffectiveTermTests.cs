using CpqBilling.Sandbox.Salesforce.Cpq;
using static CpqBilling.Sandbox.Salesforce.Tests.Cpq.SalesFloor;

namespace CpqBilling.Sandbox.Salesforce.Tests.Cpq;

public sealed class EffectiveTermTests
{
    [Theory]
    // CPQ's published example: 12,000 for a year, 23 May to 30 September 2019.
    [InlineData("month", "5000")]
    [InlineData("monthly+daily", "4263.01")]
    [InlineData("day", "4306.85")]
    [InlineData("calendarMonthly+daily", "4290.32")]
    public async Task PublishedVector_IsPricedByEachPrecision(string precision, string unitPrice)
    {
        await using var floor = await OpenAsync();
        await floor.PrecisionAsync(precision);
        var product = await floor.Sales.CreateProductAsync(Yearly(price: 12000) with { SubscriptionTermMonths = 12 });

        var quote = await floor.Sales.QuoteAsync(
            new NewQuote(await floor.AccountAsync(), Day("2019-05-23"), null, [new NewLine(product)]) { EndDate = Day("2019-09-30") }
        );

        Assert.Equal([unitPrice], await floor.LinesAsync(await floor.Sales.OrderAsync(quote), "UnitPrice"));
    }

    [Theory]
    // Recorded with monthly + daily, product term 12.
    [InlineData("2024-01-23", "2024-11-12", ProrationPrecision.MonthlyAndDaily, 12, "0.8075342465753425")]
    [InlineData("2024-02-05", "2025-01-31", ProrationPrecision.MonthlyAndDaily, 12, "0.9906392694063927")]
    [InlineData("2023-09-11", "2024-08-10", ProrationPrecision.MonthlyAndDaily, 12, "0.9166666666666666")]
    [InlineData("2023-10-11", "2024-08-10", ProrationPrecision.MonthlyAndDaily, 12, "0.8333333333333334")]
    [InlineData("2023-10-03", "2025-08-02", ProrationPrecision.MonthlyAndDaily, 12, "1.8333333333333333")]
    // Product term 1, as on most recorded lines.
    [InlineData("2023-12-06", "2024-03-05", ProrationPrecision.MonthlyAndDaily, 1, "3")]
    // A blank product term counts as 12.
    [InlineData("2023-08-11", "2024-08-10", ProrationPrecision.MonthlyAndDaily, null, "1")]
    // The end of short months: 31 January to 28 February is a month.
    [InlineData("2023-01-31", "2023-02-27", ProrationPrecision.Month, 1, "1")]
    [InlineData("2023-01-31", "2023-02-28", ProrationPrecision.Month, 1, "2")]
    // A leap year has 366 days of 365.
    [InlineData("2024-01-01", "2024-12-31", ProrationPrecision.Day, 12, "1.0027397260273974")]
    [InlineData("2024-01-01", "2024-12-31", ProrationPrecision.CalendarMonthlyAndDaily, 12, "1")]
    // Within one calendar month.
    [InlineData("2024-04-01", "2024-04-15", ProrationPrecision.CalendarMonthlyAndDaily, 1, "0.5")]
    public void Multiplier_IsTheTermOverTheProductsTerm(string start, string end, ProrationPrecision precision, int? productTerm, string expected)
    {
        var months = EffectiveTerm.Months(Day(start), Day(end), precision);

        Assert.Equal(decimal.Parse(expected), EffectiveTerm.Multiplier(months, productTerm));
    }
}
