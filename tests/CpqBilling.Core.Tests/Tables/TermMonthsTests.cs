using CpqBilling.Core.Calendar;

namespace CpqBilling.Core.Tests.Tables;

/// <summary>Lengths as exact fractions: reduced, added, compared and divided once.</summary>
public sealed class TermMonthsTests
{
    [Theory]
    [InlineData(12, 4, 3, 1, "3")]
    [InlineData(6, 4, 3, 2, "3/2")]
    [InlineData(-6, 4, -3, 2, "-3/2")]
    [InlineData(0, 7, 0, 1, "0")]
    [InlineData(3537, 365, 3537, 365, "3537/365")]
    public void Fractions_AreReduced(long numerator, long denominator, long reduced, long over, string text)
    {
        var months = TermMonths.Fraction(numerator, denominator);
        Assert.Equal((reduced, over), (months.Numerator, months.Denominator));
        Assert.Equal(text, months.ToString());
        Assert.Equal(reduced == 0, months.IsZero);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-3)]
    public void Denominators_ArePositive(long denominator) => Assert.ThrowsAny<Exception>(() => TermMonths.Fraction(1, denominator));

    [Theory]
    [InlineData("1.5", 3, 2)]
    [InlineData("0.25", 1, 4)]
    [InlineData("12", 12, 1)]
    [InlineData("10.920", 273, 25)]
    public void Decimals_BecomeFractions(string months, long numerator, long denominator) =>
        Assert.Equal(TermMonths.Fraction(numerator, denominator), TermMonths.From(decimal.Parse(months)));

    [Theory]
    // 1/2 and 1/3, 2/4 and 1/2, 1/3 and 34/100
    [InlineData(1, 2, 1, 3, 1)]
    [InlineData(2, 4, 1, 2, 0)]
    [InlineData(1, 3, 34, 100, -1)]
    [InlineData(-1, 2, 0, 1, -1)]
    public void Lengths_AreComparedExactly(long numerator, long denominator, long other, long over, int order)
    {
        var (left, right) = (TermMonths.Fraction(numerator, denominator), TermMonths.Fraction(other, over));
        Assert.Equal(order, left.CompareTo(right));
        Assert.Equal((order < 0, order <= 0, order > 0, order >= 0), (left < right, left <= right, left > right, left >= right));
    }

    [Theory]
    [InlineData(1, 2, 1, 3, 5, 6, 1, 6)]
    [InlineData(3, 4, 1, 4, 1, 1, 1, 2)]
    public void Lengths_AreAddedAndTakenAway(long a, long b, long c, long d, long sum, long sumOver, long rest, long restOver)
    {
        var (left, right) = (TermMonths.Fraction(a, b), TermMonths.Fraction(c, d));
        Assert.Equal(TermMonths.Fraction(sum, sumOver), left + right);
        Assert.Equal(TermMonths.Fraction(rest, restOver), left - right);
    }

    [Theory]
    // 100 x (3/2) / 12 and 100 x (5/6) / (2/3)
    [InlineData(3, 2, 12, 1, "12.5")]
    [InlineData(5, 6, 2, 3, "125")]
    public void Share_IsDividedOnce(long numerator, long denominator, long by, long over, string share)
    {
        var months = TermMonths.Fraction(numerator, denominator);
        Assert.Equal(decimal.Parse(share), months.ShareOf(100m, TermMonths.Fraction(by, over)));
    }

    [Fact]
    public void Value_IsTheQuotient() => Assert.Equal(1.25m, TermMonths.Fraction(5, 4).Value);
}
