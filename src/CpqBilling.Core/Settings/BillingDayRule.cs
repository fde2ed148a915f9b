namespace CpqBilling.Core.Settings;

/// <summary>On which day of the month contracts are billed: on that of their start, on a fixed one, or on the one a field names.</summary>
/// <param name="DayOfMonth">1 to 28, which every month has.</param>
/// <param name="Path">From the order, for example <c>Account.Billing_Day__c</c>.</param>
public sealed record BillingDayRule(int? DayOfMonth, string? Path)
{
    public const int Last = 28;

    public static BillingDayRule Start { get; } = new(null, null);

    /// <summary>Null when the text is neither "start", a day, nor a field.</summary>
    public static BillingDayRule? Read(string? text) =>
        text is null or "" ? null
        : text == "start" ? Start
        : int.TryParse(text, out var day) ? (day is >= 1 and <= Last ? new BillingDayRule(day, null) : null)
        : text.Split('.').All(IsName) ? new BillingDayRule(null, text)
        : null;

    public override string ToString() => Path ?? DayOfMonth?.ToString() ?? "start";

    private static bool IsName(string step) =>
        step.Length > 0 && char.IsAsciiLetter(step[0]) && step.All(sign => char.IsAsciiLetterOrDigit(sign) || sign == '_');
}
