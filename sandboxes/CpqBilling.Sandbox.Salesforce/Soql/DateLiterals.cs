namespace CpqBilling.Sandbox.Salesforce.Soql;

/// <summary>Named dates such as <c>LAST_N_DAYS:3</c> as a span of calendar days, the end excluded. Weeks begin on Sunday; the fiscal year is the calendar year.</summary>
internal static class DateLiterals
{
    public static bool IsKnown(string name) =>
        name is "TODAY" or "YESTERDAY" or "TOMORROW" or "LAST_90_DAYS" or "NEXT_90_DAYS"
        || Split(name) is ("LAST" or "THIS" or "NEXT" or "LAST_N" or "NEXT_N" or "N_AGO", var unit) && UnitStart(default, unit) is not null;

    public static (DateOnly From, DateOnly ToExclusive) Span(string name, int count, DateOnly today)
    {
        switch (name)
        {
            case "TODAY":
                return (today, today.AddDays(1));
            case "YESTERDAY":
                return (today.AddDays(-1), today);
            case "TOMORROW":
                return (today.AddDays(1), today.AddDays(2));
            case "LAST_90_DAYS":
                return (today.AddDays(-90), today.AddDays(1));
            case "NEXT_90_DAYS":
                return (today.AddDays(1), today.AddDays(91));
        }
        var (kind, unit) = Split(name);
        var start = UnitStart(today, unit)!.Value;
        return kind switch
        {
            "THIS" => (start, Add(start, unit, 1)),
            "LAST" => (Add(start, unit, -1), start),
            "NEXT" => (Add(start, unit, 1), Add(start, unit, 2)),
            "LAST_N" when unit == "DAY" => (today.AddDays(-count), today.AddDays(1)),
            "LAST_N" => (Add(start, unit, -count), start),
            "NEXT_N" => (Add(start, unit, 1), Add(start, unit, 1 + count)),
            _ => (Add(start, unit, -count), Add(start, unit, 1 - count)),
        };
    }

    /// <summary><c>LAST_N_FISCAL_QUARTERS</c> splits into LAST_N and QUARTER, <c>N_DAYS_AGO</c> into N_AGO and DAY.</summary>
    private static (string Kind, string Unit) Split(string name)
    {
        if (name.StartsWith("N_", StringComparison.Ordinal) && name.EndsWith("S_AGO", StringComparison.Ordinal))
            return ("N_AGO", Unit(name[2..^5]));
        foreach (var direction in (string[])["LAST", "THIS", "NEXT"])
        {
            if (direction != "THIS" && name.StartsWith(direction + "_N_", StringComparison.Ordinal) && name.EndsWith('S'))
                return (direction + "_N", Unit(name[(direction.Length + 3)..^1]));
            if (name.StartsWith(direction + "_", StringComparison.Ordinal) && name[(direction.Length + 1)..] != "DAY")
                return (direction, Unit(name[(direction.Length + 1)..]));
        }
        return ("", "");
    }

    private static string Unit(string text) => text.StartsWith("FISCAL_", StringComparison.Ordinal) ? text[7..] : text;

    private static DateOnly? UnitStart(DateOnly day, string unit) =>
        unit switch
        {
            "DAY" => day,
            "WEEK" => day == default ? day : day.AddDays(-(int)day.DayOfWeek),
            "MONTH" => new DateOnly(day.Year, day.Month, 1),
            "QUARTER" => new DateOnly(day.Year, (((day.Month - 1) / 3) * 3) + 1, 1),
            "YEAR" => new DateOnly(day.Year, 1, 1),
            _ => null,
        };

    private static DateOnly Add(DateOnly start, string unit, int count) =>
        unit switch
        {
            "DAY" => start.AddDays(count),
            "WEEK" => start.AddDays(7 * count),
            "MONTH" => start.AddMonths(count),
            "QUARTER" => start.AddMonths(3 * count),
            _ => start.AddYears(count),
        };
}
