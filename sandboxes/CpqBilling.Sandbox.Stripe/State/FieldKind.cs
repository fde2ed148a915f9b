namespace CpqBilling.Sandbox.Stripe.State;

/// <summary>How a searched field is compared.</summary>
internal enum FieldKind
{
    /// <summary>Whole values only.</summary>
    Token,

    /// <summary>Whole values and parts.</summary>
    Text,
    Number,
    Metadata,
}
