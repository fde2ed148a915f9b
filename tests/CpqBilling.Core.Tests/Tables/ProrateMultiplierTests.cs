using CpqBilling.Core.Calendar;
using CpqBilling.Core.Settings;
using CpqBilling.Core.Translation;

namespace CpqBilling.Core.Tests.Tables;

/// <summary>docs/rules/charges.md 1 and 2: CPQ's stored multiplier against the line's dates; 2025-01-15 to 2025-09-24 is 8 months and 10 days.</summary>
public sealed class ProrateMultiplierTests
{
    private const string Early = "2025-01-01T00:00:00Z";

    [Theory]
    // 9/12; (8 + 120/365)/12; 253 days of 365; 17/31 + 7 + 24/30 months over 12
    [InlineData(ProrationPrecision.Month, "0.75")]
    [InlineData(ProrationPrecision.MonthlyPlusDaily, "0.694063926941")]
    [InlineData(ProrationPrecision.Day, "0.693150684932")]
    [InlineData(ProrationPrecision.CalendarMonthlyPlusDaily, "0.695698924731")]
    public void StoredMultiplier_FitsOnePrecisionOnly(ProrationPrecision stored, string multiplier)
    {
        foreach (var setting in Enum.GetValues<ProrationPrecision>())
        {
            var errors = Errors(setting, decimal.Parse(multiplier));
            if (setting == stored)
            {
                Assert.Empty(errors);
                continue;
            }

            var message = Assert.Single(errors);
            Assert.Contains($"the precision that fits is {NameOf(stored)}", message);
            Assert.Contains(multiplier, message);
        }
    }

    [Theory]
    // the tolerance is a billionth
    [InlineData("0.750000001", true)]
    [InlineData("0.7500000011", false)]
    [InlineData("0.749999999", true)]
    [InlineData("0.7499999989", false)]
    public void StoredMultiplier_AgreesWithinABillionth(string multiplier, bool fits)
    {
        var errors = Errors(ProrationPrecision.Month, decimal.Parse(multiplier));
        Assert.Equal(fits, errors.Count == 0);
    }

    [Theory]
    // nine whole months are 9/12 in days, too, where 273 days would be 0.747945205479; eight months and ten days are not 8/12
    [InlineData("2025-10-14", "0.75", true)]
    [InlineData("2025-10-14", "0.747945205479", true)]
    [InlineData("2025-10-14", "0.748", false)]
    [InlineData("2025-09-24", "0.666666666667", false)]
    public void WholeMonths_AreDividedAsTheyAre(string end, string multiplier, bool fits) =>
        Assert.Equal(fits, Errors(ProrationPrecision.Day, decimal.Parse(multiplier), end).Count == 0);

    [Fact]
    public void MultiplierThatNoPrecisionGives_SaysSo()
    {
        var message = Assert.Single(Errors(ProrationPrecision.Month, 0.5m));
        Assert.Contains("no precision fits its dates", message);
        Assert.Contains("0.75", message);
    }

    private static IReadOnlyList<string> Errors(ProrationPrecision precision, decimal multiplier, string end = "2025-09-24")
    {
        var contract = new SmallContract(settings: new BillingSettings { ProrationPrecision = precision })
            .Line("L0", "2025-01-15", 1, 120)
            .Line("L1", "2025-01-15", 1, 90, ("EndDate", end), ("SBQQ__ProrateMultiplier__c", multiplier));
        return OrderTranslator.Translate(contract.At(Early)) is Rejected rejected ? [.. rejected.Errors.Select(error => error.Message)] : [];
    }

    private static string NameOf(ProrationPrecision precision) =>
        precision switch
        {
            ProrationPrecision.Month => "month",
            ProrationPrecision.MonthlyPlusDaily => "monthly+daily",
            ProrationPrecision.Day => "day",
            _ => "calendarMonthly+daily",
        };
}
