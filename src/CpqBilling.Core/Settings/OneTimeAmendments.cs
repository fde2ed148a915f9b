namespace CpqBilling.Core.Settings;

/// <summary>Where one-time lines are charged that are all an amendment brings.</summary>
public enum OneTimeAmendments
{
    /// <summary>On an invoice of their own at the sync.</summary>
    Invoice,

    /// <summary>On the contract's next bill; where none is left, on an invoice of their own.</summary>
    NextInvoice,
}
