using CpqBilling.Core.Money;

namespace CpqBilling.Core.Mapping;

/// <summary>A mapped value where CPQ has a word, for example a billing frequency: text, or a number without its zeros.</summary>
public static class MappedWord
{
    public static string? Of(object? value) => value is decimal number ? $"{MinorUnits.Trim(number)}" : value?.ToString()?.Trim();
}
