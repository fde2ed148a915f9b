namespace CpqBilling.Core.Calendar;

/// <summary>CPQ's billing frequencies, as the number of months of one billing period; a mapping may also name the months.</summary>
public static class BillingFrequency
{
    /// <summary>Null when CPQ's text is none that can be billed (Invoice Plan, Usage, a value added by the org).</summary>
    public static int? Months(string? text) =>
        text switch
        {
            null or "" or "Monthly" => 1,
            "Quarterly" => 3,
            "Semiannual" => 6,
            "Annual" => 12,
            "1" or "3" or "6" or "12" => int.Parse(text),
            _ => null,
        };
}
