using CpqBilling.Core.Calendar;
using CpqBilling.Core.Cpq;
using CpqBilling.Core.Errors;

namespace CpqBilling.Core.Contract;

/// <summary>Recomputes CPQ's prorate multiplier from a line's dates and holds it against the stored one.</summary>
/// <remarks>
/// docs/rules/charges.md 1 and 2. A start that is a clamped billing date is first counted as the contract's day; where only
/// the unclamped count fits what CPQ stored, that one is used.
/// </remarks>
public static class ProrateMultiplier
{
    private const decimal Tolerance = 0.000000001m;

    /// <summary>Effective months of the line; an error on the line when CPQ counted differently.</summary>
    public static Checked<TermMonths> EffectiveMonths(OrderLine line, ProrationPrecision precision, int anchorDay)
    {
        var clamped = Months(line, precision, anchorDay);
        if (line.Multiplier is not { } stored || Fits(clamped, line, stored))
        {
            return clamped;
        }

        var plain = Months(line, precision, null);
        if (WholeTerm(line) is { } term && Fits(term, line, stored))
        {
            return term;
        }

        return Checked.Of(plain, Fits(plain, line, stored) ? null : Differs(line, clamped, stored, FittingPrecision(line, anchorDay, stored)));
    }

    private static SyncError Differs(OrderLine line, TermMonths counted, decimal stored, string fitting) =>
        OrderErrors.MultiplierDiffers(line.Ref, Text(counted.Value / line.ProductTerm), Text(stored), fitting);

    /// <summary>A term typed in whole months is divided as it is, whatever the precision makes of its dates.</summary>
    private static TermMonths? WholeTerm(OrderLine line)
    {
        var (months, days) = TermLength.WholeMonths(line.Start!.Value, line.EndExclusive!.Value);
        return days == 0 ? TermMonths.Whole(months) : null;
    }

    private static TermMonths Months(OrderLine line, ProrationPrecision precision, int? anchorDay) =>
        TermLength.Between(line.Start!.Value, line.EndExclusive!.Value, precision, anchorDay);

    private static bool Fits(TermMonths months, OrderLine line, decimal stored) => Math.Abs((months.Value / line.ProductTerm) - stored) <= Tolerance;

    private static string FittingPrecision(OrderLine line, int anchorDay, decimal stored)
    {
        foreach (var precision in Enum.GetValues<ProrationPrecision>())
        {
            if (Fits(Months(line, precision, anchorDay), line, stored) || Fits(Months(line, precision, null), line, stored))
            {
                return $"the precision that fits is {SettingName(precision)}";
            }
        }

        return "no precision fits its dates";
    }

    private static string SettingName(ProrationPrecision precision) =>
        precision switch
        {
            ProrationPrecision.Month => "month",
            ProrationPrecision.MonthlyPlusDaily => "monthly+daily",
            ProrationPrecision.Day => "day",
            _ => "calendarMonthly+daily",
        };

    private static string Text(decimal value) => Math.Round(value, 12).ToString();
}
