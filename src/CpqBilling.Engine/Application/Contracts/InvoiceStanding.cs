namespace CpqBilling.Engine.Application.Contracts;

public enum InvoiceStanding
{
    /// <summary>Its day has not come.</summary>
    Expected,

    /// <summary>Its day has come and Stripe has no such invoice.</summary>
    Missing,

    /// <summary>Stripe made it and nobody expected it.</summary>
    Unexpected,
    Draft,
    Open,
    Paid,
    Void,
    Uncollectible,

    /// <summary>What Stripe made could not be read.</summary>
    NotRead,
}
