namespace CpqBilling.Core.Cpq;

/// <summary>CPQ's billing types and charge types, and Stripe's words for them where an administrator mapped those.</summary>
public static class BillingWords
{
    /// <summary>Null for types that cannot be billed.</summary>
    public static BillingType? TypeOf(string? word) =>
        word switch
        {
            null or "Advance" or "licensed" => BillingType.Advance,
            "Arrears" => BillingType.Arrears,
            "metered" => BillingType.Metered,
            _ => null,
        };

    /// <summary>Billed by a meter: mapped so, or in arrears for what was used.</summary>
    /// <param name="countsUsage">Whether something says that the price is one of usage, and not a fixed fee.</param>
    public static bool IsMetered(BillingType? type, bool countsUsage) => type == BillingType.Metered || (type == BillingType.Arrears && countsUsage);

    public static bool IsUsage(string? chargeType) => chargeType == "Usage";
}
