namespace CpqBilling.Engine.Application.Reconciling;

/// <summary>What is not as it must be; the order is that of urgency.</summary>
public enum FindingKind
{
    /// <summary>What Stripe billed and will bill is not what the contract comes to.</summary>
    Total,

    /// <summary>An invoice that is due was not made.</summary>
    MissingInvoice,

    /// <summary>An invoice asks for another amount than was expected.</summary>
    OtherAmount,

    /// <summary>An invoice that the contract does not tell of.</summary>
    UnexpectedInvoice,

    /// <summary>Somebody changed it in Stripe.</summary>
    ChangedInStripe,

    /// <summary>A sync would send something.</summary>
    NotInStep,

    /// <summary>It cannot be billed as it stands; an issue tells of it too.</summary>
    Refused,

    /// <summary>Salesforce or Stripe did not show it, so nothing is known.</summary>
    NotRead,
}
