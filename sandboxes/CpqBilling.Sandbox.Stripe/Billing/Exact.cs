using System.Numerics;

namespace CpqBilling.Sandbox.Stripe.Billing;

/// <summary>Exact arithmetic with one rounding at the end: half away from zero.</summary>
internal static class Exact
{
    private const long Most = 999_999_999_999_999;

    /// <summary>The rounded product of an amount per unit and a quantity.</summary>
    public static long Product(decimal unit, decimal quantity)
    {
        var (unitDigits, unitScale) = Parts(unit);
        var (quantityDigits, quantityScale) = Parts(quantity);
        return Divide(unitDigits * quantityDigits, BigInteger.Pow(10, unitScale + quantityScale));
    }

    /// <summary>The rounded share <c>amount × part / whole</c>.</summary>
    public static long Share(long amount, long part, long whole) => Divide((BigInteger)amount * part, whole);

    public static long Percent(long amount, decimal percent)
    {
        var (digits, scale) = Parts(percent);
        return Divide(amount * digits, BigInteger.Pow(10, scale) * 100);
    }

    private static long Divide(BigInteger dividend, BigInteger divisor)
    {
        var negative = dividend.Sign * divisor.Sign < 0;
        var (quotient, remainder) = BigInteger.DivRem(BigInteger.Abs(dividend), BigInteger.Abs(divisor));
        if (remainder * 2 >= BigInteger.Abs(divisor))
        {
            quotient += 1;
        }

        // Beyond what anybody is billed, and before sums leave their range.
        return quotient <= Most
            ? (long)(negative ? -quotient : quotient)
            : throw Errors.Refused("The amount is too large.", null, "amount_too_large");
    }

    private static (BigInteger Digits, int Scale) Parts(decimal number)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(number, bits);
        var digits = unchecked(((BigInteger)(uint)bits[2] << 64) + ((BigInteger)(uint)bits[1] << 32) + (uint)bits[0]);
        return (bits[3] < 0 ? -digits : digits, (bits[3] >> 16) & 0xFF);
    }
}
