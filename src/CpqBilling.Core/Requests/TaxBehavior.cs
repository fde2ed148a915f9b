namespace CpqBilling.Core.Requests;

/// <summary>Whether a price holds its tax.</summary>
public enum TaxBehavior
{
    Exclusive,
    Inclusive,

    /// <summary>Not said, as if there were no word at all.</summary>
    Unspecified,
}
