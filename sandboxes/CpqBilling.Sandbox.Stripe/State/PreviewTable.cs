namespace CpqBilling.Sandbox.Stripe.State;

/// <summary>What a preview sees of the objects of one kind.</summary>
internal enum PreviewTable
{
    /// <summary>None but those that are copied into it.</summary>
    Own,

    /// <summary>All; what it adds or replaces stays its own.</summary>
    Over,

    /// <summary>All, and it changes none.</summary>
    Shared,
}
