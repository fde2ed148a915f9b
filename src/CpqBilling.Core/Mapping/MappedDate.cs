using CpqBilling.Core.Cpq;
using NodaTime;

namespace CpqBilling.Core.Mapping;

/// <summary>Reads mapped values that the rules need in a type of their own.</summary>
public static class MappedDate
{
    /// <summary>An ISO date, a date-time, or Unix seconds.</summary>
    public static LocalDate? Read(object? value) =>
        value switch
        {
            string text when CpqRecord.ParseDate(text) is { } date => date,
            _ when Number(value) is { } seconds && seconds is > 0 and < 4_102_444_800m => Instant.FromUnixTimeSeconds((long)seconds).InUtc().Date,
            _ => null,
        };

    /// <summary>Text is read with a decimal point only: a comma may mean thousands or decimals, so it is no number.</summary>
    public static decimal? Number(object? value) =>
        value switch
        {
            decimal number => number,
            string text when IsPlain(text.Trim()) && decimal.TryParse(text.Trim(), out var number) => number,
            _ => null,
        };

    private static bool IsPlain(string text) => text.TrimStart('-', '+').All(sign => char.IsAsciiDigit(sign) || sign == '.');
}
