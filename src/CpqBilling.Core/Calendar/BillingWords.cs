namespace CpqBilling.Core.Calendar;

/// <summary>CPQ's billing types, and Stripe's words for them where an administrator mapped those.</summary>
public static class BillingWords
{
    public static bool IsMetered(string? billingType) => billingType is "Arrears" or "metered";

    /// <summary>False for types that cannot be billed.</summary>
    public static bool IsKnown(string? billingType) => billingType is null or "Advance" or "licensed" || IsMetered(billingType);
}
