using System.Globalization;

namespace CpqBilling.Sandbox.Salesforce.Formulas;

/// <summary>How formula values behave: blanks, text, numbers, dates.</summary>
internal static class FormulaValues
{
    public static bool IsBlank(object? value) => value is null or "";

    public static bool IsTrue(object? value) => value is true;

    public static decimal? Number(object? value) =>
        value switch
        {
            decimal number => number,
            string text when decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => number,
            _ => null,
        };

    public static string Text(object? value) =>
        value switch
        {
            null => "",
            string text => text,
            bool flag => flag ? "true" : "false",
            decimal number => number.ToString("0.##############", CultureInfo.InvariantCulture),
            DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            DateTimeOffset at => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            _ => value.ToString() ?? "",
        };

    public static object? Add(object? left, object? right, int sign) =>
        (left, right) switch
        {
            (string or null, string) when sign > 0 => Text(left) + Text(right),
            (DateOnly date, decimal days) => date.AddDays(sign * (int)days),
            (DateTimeOffset at, decimal days) => at.AddDays((double)(sign * days)),
            (DateTimeOffset a, DateTimeOffset b) when sign < 0 => (decimal)(a - b).TotalDays,
            (DateOnly a, DateOnly b) when sign < 0 => (decimal)(a.DayNumber - b.DayNumber),
            _ => Number(left) + (sign * Number(right)),
        };

    /// <summary>Comparing sizes with a blank is false; blanks are equal to each other and to empty text.</summary>
    public static bool Compare(object? left, string op, object? right)
    {
        if (IsBlank(left) || IsBlank(right))
            return op is "=" or "==" ? IsBlank(left) && IsBlank(right) : op is "<>" or "!=" && IsBlank(left) != IsBlank(right);
        var order = (left, right) switch
        {
            (string a, string b) => string.CompareOrdinal(a, b),
            (IComparable a, _) when left!.GetType() == right!.GetType() => a.CompareTo(right),
            _ => string.CompareOrdinal(Text(left), Text(right)),
        };
        return op switch
        {
            "=" or "==" => order == 0,
            "<>" or "!=" => order != 0,
            "<" => order < 0,
            "<=" => order <= 0,
            ">" => order > 0,
            _ => order >= 0,
        };
    }
}
