namespace CpqBilling.Core.Calendar;

/// <summary>CPQ's billing types and charge types, and Stripe's words for them where an administrator mapped those.</summary>
public static class BillingWords
{
    /// <summary>Billed by a meter: mapped so, or in arrears for what was used.</summary>
    /// <param name="countsUsage">Whether something says that the price is one of usage, and not a fixed fee.</param>
    public static bool IsMetered(string? billingType, bool countsUsage) => billingType == "metered" || (IsInArrears(billingType) && countsUsage);

    public static bool IsInArrears(string? billingType) => billingType == "Arrears";

    public static bool IsUsage(string? chargeType) => chargeType == "Usage";

    /// <summary>False for types that cannot be billed.</summary>
    public static bool IsKnown(string? billingType) => billingType is null or "Advance" or "licensed" or "Arrears" or "metered";
}
