namespace CpqBilling.Core.Requests;

/// <summary>What becomes of the part of a period that a change is in the middle of.</summary>
public enum ProrationBehavior
{
    CreateProrations,
    None,
    AlwaysInvoice,
}
