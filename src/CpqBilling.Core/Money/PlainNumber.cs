namespace CpqBilling.Core.Money;

/// <summary>Numbers as Salesforce, mappings and fixed values give them.</summary>
public static class PlainNumber
{
    /// <summary>Text is read with a decimal point only: a comma may mean thousands or decimals, so it is no number.</summary>
    public static decimal? Of(object? value) =>
        value switch
        {
            decimal number => number,
            string text when IsPlain(text.Trim()) && decimal.TryParse(text.Trim(), out var number) => number,
            _ => null,
        };

    private static bool IsPlain(string text) => text.TrimStart('-', '+').All(sign => char.IsAsciiDigit(sign) || sign == '.');
}
