namespace CpqBilling.Stripe.Pacing;

/// <summary>Who waits for a request; the first goes first.</summary>
public enum RequestUrgency
{
    /// <summary>A person.</summary>
    Interactive,

    /// <summary>A change that was just made.</summary>
    Live,

    /// <summary>Work that may take days.</summary>
    Backfill,
}
