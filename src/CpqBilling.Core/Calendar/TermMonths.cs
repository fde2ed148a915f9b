using System.Numerics;
using CpqBilling.Core.Errors;

namespace CpqBilling.Core.Calendar;

/// <summary>A length in months as an exact fraction: 9 months and 21 days are 3537/365.</summary>
public readonly record struct TermMonths : IComparable<TermMonths>
{
    private readonly long _denominatorLessOne;

    private TermMonths(BigInteger numerator, BigInteger denominator)
    {
        var divisor = BigInteger.GreatestCommonDivisor(numerator, denominator);
        Numerator = (long)(numerator / divisor);
        _denominatorLessOne = (long)(denominator / divisor) - 1;
    }

    private TermMonths(long wholeMonths) => Numerator = wholeMonths;

    public long Numerator { get; }

    public long Denominator => _denominatorLessOne + 1;

    public static TermMonths Zero => default;

    public bool IsZero => Numerator == 0;

    /// <summary>The value as a decimal, for people and for comparing with CPQ's stored number.</summary>
    public decimal Value => (decimal)Numerator / Denominator;

    public static TermMonths Whole(long months) => new(months);

    public static TermMonths Fraction(long numerator, long denominator)
    {
        Invariant.Holds(denominator > 0, "lengths have positive denominators");
        return new TermMonths(numerator, denominator);
    }

    /// <summary>A decimal number of months, as a user may map it.</summary>
    public static TermMonths From(decimal months)
    {
        long denominator = 1;
        while (months != decimal.Truncate(months))
        {
            months *= 10;
            denominator *= 10;
        }

        return new TermMonths(new BigInteger(months), denominator);
    }

    /// <summary><paramref name="amount"/> × this ÷ <paramref name="divisor"/>, with one division at the end.</summary>
    public decimal ShareOf(decimal amount, TermMonths divisor) =>
        amount * Numerator * divisor.Denominator / ((decimal)Denominator * divisor.Numerator);

    public static TermMonths operator +(TermMonths left, TermMonths right) =>
        AreWhole(left, right)
            ? Whole(left.Numerator + right.Numerator)
            : new(
                (BigInteger)left.Numerator * right.Denominator + (BigInteger)right.Numerator * left.Denominator,
                (BigInteger)left.Denominator * right.Denominator
            );

    public static TermMonths operator -(TermMonths left, TermMonths right) =>
        AreWhole(left, right)
            ? Whole(left.Numerator - right.Numerator)
            : new(
                (BigInteger)left.Numerator * right.Denominator - (BigInteger)right.Numerator * left.Denominator,
                (BigInteger)left.Denominator * right.Denominator
            );

    /// <summary>Nearly all lengths are, and then no big numbers are needed.</summary>
    private static bool AreWhole(TermMonths left, TermMonths right) => left.Denominator == 1 && right.Denominator == 1;

    public int CompareTo(TermMonths other) => (this - other).Numerator.CompareTo(0L);

    public static bool operator <(TermMonths left, TermMonths right) => left.CompareTo(right) < 0;

    public static bool operator >(TermMonths left, TermMonths right) => left.CompareTo(right) > 0;

    public static bool operator <=(TermMonths left, TermMonths right) => left.CompareTo(right) <= 0;

    public static bool operator >=(TermMonths left, TermMonths right) => left.CompareTo(right) >= 0;

    public override string ToString() => Denominator == 1 ? $"{Numerator}" : $"{Numerator}/{Denominator}";
}
