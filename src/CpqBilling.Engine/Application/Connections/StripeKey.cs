namespace CpqBilling.Engine.Application.Connections;

/// <summary>A key as a person pasted it.</summary>
/// <param name="Sandbox">Address of a stand-in for Stripe; null for Stripe itself.</param>
public sealed record StripeKey(string Text, string? Sandbox)
{
    /// <summary>Never shows it.</summary>
    public override string ToString() => "a key of Stripe";
}
