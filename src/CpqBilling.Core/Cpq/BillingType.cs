namespace CpqBilling.Core.Cpq;

/// <summary>When a line is billed.</summary>
public enum BillingType
{
    /// <summary>Before each period; so is a line that says nothing.</summary>
    Advance,

    /// <summary>After it, which Stripe does where usage is counted.</summary>
    Arrears,

    /// <summary>By a meter, for an administrator mapped it so.</summary>
    Metered,
}
